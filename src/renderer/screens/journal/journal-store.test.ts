import { beforeEach, describe, expect, it } from 'vitest';

import type { JournalEntry } from '#shared/contract/commands.ts';

import { adoptDesk } from '../../stores/connection-store.ts';
import { deskDouble, type DeskDouble } from '../../stores/desk-double.fixture.ts';
import { everyFact as everything } from '../../stores/journal-filter.ts';
import { journalRows, readJournal, readOlder, useJournal } from './journal-store.ts';

function entry(seq: number): JournalEntry {
  return {
    seq,
    at: '2026-01-05T10:00:00.000Z',
    kind: 'desk.started',
    by: 'desk',
    window: null,
    sentence: `Fact ${seq}.`,
    body: '{}',
    hash: 'ab',
  };
}

const shown = () => useJournal.getState().entries.map(({ seq }) => seq);

describe('reading the journal', () => {
  let desk: DeskDouble;
  beforeEach(() => {
    desk = deskDouble();
    adoptDesk(desk);
    desk.answer['journal.read'] = ({ beforeSeq }) => {
      const from = beforeSeq ?? 5;
      return Promise.resolve({ entries: [entry(from - 1), entry(from - 2)], more: from > 3 });
    };
  });

  it('starts at the newest and adds older pages until there are none', async () => {
    await readJournal(everything, null);
    expect(shown()).toEqual([4, 3]);
    await readOlder(everything);
    expect(shown()).toEqual([4, 3, 2, 1]);
    await readOlder(everything);
    expect(desk.asked).toHaveLength(2);
    expect([...journalRows.read().rows]).toHaveLength(4);
  });

  it('starts at a fact that was asked for', async () => {
    await readJournal(everything, 3);
    expect(shown()).toEqual([3, 2]);
  });

  it('drops a page that a newer question has overtaken', async () => {
    let answerLate: (page: { entries: JournalEntry[]; more: boolean }) => void = () => undefined;
    desk.answer['journal.read'] = () =>
      new Promise((resolve) => {
        answerLate = resolve;
      });
    const late = readJournal(everything, null);
    const answerFirst = answerLate;
    desk.answer['journal.read'] = () => Promise.resolve({ entries: [entry(9)], more: false });
    await readJournal({ ...everything, text: 'nine' }, null);
    answerFirst({ entries: [entry(1)], more: false });
    await late;
    expect(shown()).toEqual([9]);
  });

  it('says what went wrong', async () => {
    desk.answer['journal.read'] = () => Promise.reject(new Error('no disk'));
    await readJournal(everything, null);
    expect(useJournal.getState().problem?.message).toBe('The console failed: no disk');
  });
});
