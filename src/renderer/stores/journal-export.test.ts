import { beforeEach, describe, expect, it } from 'vitest';

import type { JournalEntry } from '#shared/contract/commands.ts';

import { adoptDesk } from './connection-store.ts';
import { deskDouble, type DeskDouble } from './desk-double.fixture.ts';
import { exportJournal, stopJournalExport, useJournalExport } from './journal-export.ts';
import { everyFact } from './journal-filter.ts';

const now = Date.UTC(2026, 0, 5, 10, 0, 0);

function entry(seq: number): JournalEntry {
  return {
    seq,
    at: '2026-01-05T10:00:00.000Z',
    kind: 'desk.stopped',
    by: 'desk',
    window: 'w-1',
    sentence: `Stopped, "${seq}".`,
    body: `{"reason":"=${seq}"}`,
    hash: `hash-${seq}`,
  };
}

let desk: DeskDouble;
let saved: { name: string; type: string; pieces: string[] }[];
const save = (file: (typeof saved)[number]): number => saved.push(file);
beforeEach(() => {
  desk = deskDouble();
  saved = [];
  adoptDesk(desk);
  desk.answer['journal.read'] = ({ beforeSeq }) =>
    Promise.resolve(
      beforeSeq === null
        ? { entries: [entry(4), entry(3)], more: true }
        : { entries: [entry(2), entry(1)], more: false },
    );
});

describe('the journal as a file', () => {
  it('holds every page, oldest fact first, with seq and hash', async () => {
    await exportJournal(everyFact, 'csv', save, now);
    expect(desk.asked.map(({ input }) => input)).toEqual([
      expect.objectContaining({ beforeSeq: null }),
      expect.objectContaining({ beforeSeq: 3 }),
    ]);
    expect(saved).toHaveLength(1);
    expect(saved[0]).toMatchObject({
      name: 'deskcheck-journal-20260105-100000Z.csv',
      type: 'text/csv',
    });
    const lines = saved[0]?.pieces.join('').split('\r\n') ?? [];
    expect(lines[0]).toBe('seq,at,kind,by,window,sentence,body,hash');
    expect(lines.slice(1)).toEqual([
      ...[1, 2, 3, 4].map(
        (seq) =>
          `${seq},2026-01-05T10:00:00.000Z,desk.stopped,desk,w-1,"Stopped, ""${seq}"".","{""reason"":""=${seq}""}",hash-${seq}`,
      ),
      '',
    ]);
    expect(useJournalExport.getState().stage).toMatchObject({ at: 'done', facts: 4 });
  });

  it('is JSON with each body as a value', async () => {
    await exportJournal(everyFact, 'json', save, now);
    const facts: unknown = JSON.parse(saved[0]?.pieces.join('') ?? '');
    expect(facts).toHaveLength(4);
    expect(facts).toMatchObject([
      { seq: 1, body: { reason: '=1' }, hash: 'hash-1' },
      { seq: 2 },
      { seq: 3 },
      { seq: 4 },
    ]);
  });

  it('of nothing is a file with nothing in it', async () => {
    desk.answer['journal.read'] = () => Promise.resolve({ entries: [], more: false });
    await exportJournal(everyFact, 'json', save, now);
    expect(JSON.parse(saved[0]?.pieces.join('') ?? '')).toEqual([]);
  });

  it('asks for what the filter lets through', async () => {
    await exportJournal({ ...everyFact, kinds: ['kill.engaged'], by: 'rosa' }, 'csv', save, now);
    expect(desk.asked.map(({ input }) => input)).toEqual([
      expect.objectContaining({ kinds: ['kill.engaged'], by: 'rosa' }),
      expect.objectContaining({ kinds: ['kill.engaged'], by: 'rosa' }),
    ]);
  });

  it('is not saved when a page could not be read, nor when it was stopped', async () => {
    desk.answer['journal.read'] = ({ beforeSeq }) =>
      beforeSeq === null
        ? Promise.resolve({ entries: [entry(4)], more: true })
        : Promise.reject(new Error('no disk'));
    await exportJournal(everyFact, 'csv', save, now);
    expect(useJournalExport.getState().stage).toMatchObject({ at: 'failed' });

    let answer: (page: { entries: JournalEntry[]; more: boolean }) => void = () => undefined;
    desk.answer['journal.read'] = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const exporting = exportJournal(everyFact, 'csv', save, now);
    stopJournalExport();
    answer({ entries: [entry(1)], more: false });
    await exporting;
    expect(useJournalExport.getState().stage).toEqual({ at: 'idle' });
    expect(saved).toEqual([]);
  });
});
