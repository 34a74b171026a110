import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { setImmediate } from 'node:timers/promises';

import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { restoreLastBackup } from './backup.ts';
import { dataFiles } from './data-files.ts';
import { filledOrder, oneOfEach } from './facts.fixture.ts';
import { appendNext, emptyFolder, listeningLog, thrownBy } from './folder.fixture.ts';
import { openJournal, type Journal } from './journal.ts';
import { openJournalOrRestore } from './recovery.ts';
import { JournalRefused } from './refusals.ts';
import { verifyDataFolder } from './verification.ts';

let clock: VirtualClock;
let dataDir: string;

beforeEach(() => {
  clock = new VirtualClock();
  dataDir = emptyFolder();
});

function open(): Journal {
  return openJournal({ dataDir, clock, log: listeningLog() });
}

/** Three backups a minute apart, the last facts after the last of them; gives the seq each ends at. */
async function deskWithBackups(): Promise<number[]> {
  const journal = open();
  const ends: number[] = [];
  for (const number of [1, 2, 3]) {
    appendNext(journal, number === 1 ? oneOfEach() : filledOrder(number));
    ends.push((await journal.backup()).head.seq);
    clock.advance(60_000);
  }
  appendNext(journal, filledOrder(4));
  journal.close();
  return ends;
}

function backups(): string[] {
  const { backups: folder } = dataFiles(dataDir);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.db'))
    .toSorted()
    .map((name) => `${folder}/${name}`);
}

function breakJournal(): void {
  writeFileSync(dataFiles(dataDir).database, 'no database');
}

describe('a backup', () => {
  it('is one sound file with its own head, and says where it ends', async () => {
    const journal = open();
    appendNext(journal, oneOfEach());
    const { path, head } = await journal.backup();
    expect(head).toEqual(journal.head());
    expect(readdirSync(dataFiles(dataDir).backups).toSorted()).toEqual([
      'journal-2020-03-09T13-30-00.000Z.db',
      'journal-2020-03-09T13-30-00.000Z.db.head',
    ]);
    const copy = new Database(path, { readonly: true });
    expect(copy.prepare('SELECT count(*) FROM facts').pluck().get()).toBe(head.seq);
    copy.close();
    journal.close();
  });

  it('is made while facts go on being recorded', async () => {
    const journal = open();
    appendNext(journal, Array.from({ length: 400 }, (_, n) => filledOrder(n)).flat());
    const before = journal.head().seq;
    const making = journal.backup();
    let more = 1000;
    const recording = (async () => {
      while (more < 1040) {
        appendNext(journal, filledOrder((more += 1)));
        await setImmediate();
      }
    })();
    const { head } = await making;
    await recording;
    expect(head.seq).toBeGreaterThanOrEqual(before);
    expect(await journal.verify()).toMatchObject({ ok: true, facts: before + 200 });
    journal.close();
    breakJournal();
    expect(openJournalOrRestore({ dataDir, clock, log: listeningLog() }).journal.head()).toEqual(
      head,
    );
  });

  it('asked for twice at once is made once', async () => {
    const journal = open();
    appendNext(journal, oneOfEach());
    const [first, second] = await Promise.all([journal.backup(), journal.backup()]);
    expect(first).toBe(second);
    journal.close();
  });

  it('replaces the oldest when there are more than five', async () => {
    const journal = open();
    for (let number = 0; number < 8; number += 1) {
      appendNext(journal, filledOrder(number));
      await journal.backup();
      clock.advance(60_000);
    }
    expect(backups().map((path) => path.slice(-13, -8))).toEqual([
      '33-00',
      '34-00',
      '35-00',
      '36-00',
      '37-00',
    ]);
    journal.close();
  });

  it('that cannot be made says so, and the journal goes on', async () => {
    const journal = open();
    appendNext(journal, oneOfEach());
    writeFileSync(dataFiles(dataDir).backups, 'a file where the folder should be');
    await expect(journal.backup()).rejects.toThrow(/^No backup was made: .*EEXIST/);
    appendNext(journal, filledOrder(1));
    rmSync(dataFiles(dataDir).backups);
    expect((await journal.backup()).head).toEqual(journal.head());
    journal.close();
  });

  it('of a journal that is damaged is not kept', async () => {
    const journal = open();
    appendNext(journal, oneOfEach());
    const intruder = new Database(dataFiles(dataDir).database);
    intruder.exec("DROP TRIGGER facts_never_change; UPDATE facts SET body = '{}' WHERE seq = 4");
    intruder.close();
    await expect(journal.backup()).rejects.toThrow(/^No backup was made: Fact 4 .* does not match/);
    expect(backups()).toEqual([]);
    journal.close();
  });

  it('that is under way when the journal closes fails and leaves nothing that looks like one', async () => {
    const journal = open();
    appendNext(journal, Array.from({ length: 400 }, (_, n) => filledOrder(n)).flat());
    const making = journal.backup();
    journal.close();
    await expect(making).rejects.toThrow(/^No backup was made/);
    expect(backups()).toEqual([]);
    const again = open();
    const { head } = await again.backup();
    expect(head).toEqual(again.head());
    expect(readdirSync(dataFiles(dataDir).backups)).toHaveLength(2);
    again.close();
  });
});

describe('restoring', () => {
  it('puts the newest backup in the place of a broken journal, and says what it did', async () => {
    const [, , newest] = await deskWithBackups();
    breakJournal();
    const log = listeningLog();
    const { journal, recovery } = openJournalOrRestore({ dataDir, clock, log });
    expect(journal.head().seq).toBe(newest);
    expect(recovery).toMatchObject({ restoredFrom: backups().at(-1), head: { seq: newest } });
    expect(recovery?.reason).toMatch(/^The journal is broken: .*set aside in/);
    expect(readFileSync(`${recovery?.setAsideIn}/journal.db`, 'utf8')).toBe('no database');
    expect(log.said).toContain('The last verified backup is restored.');
    appendNext(journal, filledOrder(9));
    journal.close();
    expect(verifyDataFolder(dataDir)).toMatchObject({ ok: true });
    expect(openJournalOrRestore({ dataDir, clock, log }).recovery).toBeNull();
  });

  it('passes over backups that are not good', async () => {
    const [oldest] = await deskWithBackups();
    const [, middle = '', newest = ''] = backups();
    truncateSync(newest, 20_000);
    rmSync(`${middle}.head`);
    breakJournal();
    const { journal } = openJournalOrRestore({ dataDir, clock, log: listeningLog() });
    expect(journal.head().seq).toBe(oldest);
    journal.close();
  });

  it('passes over a backup whose end was cut', async () => {
    const [, middle] = await deskWithBackups();
    const newest = new Database(backups().at(-1) ?? '');
    newest.exec('DROP TRIGGER facts_never_go; DELETE FROM facts WHERE seq > 10');
    newest.close();
    breakJournal();
    const { journal } = openJournalOrRestore({ dataDir, clock, log: listeningLog() });
    expect(journal.head().seq).toBe(middle);
    journal.close();
  });

  it('goes on after a crash in the middle of it', async () => {
    const [, , newest] = await deskWithBackups();
    breakJournal();
    expect(thrownBy(open)).toMatchObject({ code: 'broken' });
    // Killed between the copy and its place: the note that the journal is set aside is still there.
    writeFileSync(`${dataFiles(dataDir).database}.restoring`, 'half');
    expect(thrownBy(open)).toMatchObject({ code: 'set-aside' });
    const { journal, recovery } = openJournalOrRestore({ dataDir, clock, log: listeningLog() });
    expect(journal.head().seq).toBe(newest);
    expect(recovery?.reason).toMatch(/^The journal was found broken at/);
    journal.close();
    expect(existsSync(`${dataFiles(dataDir).database}.restoring`)).toBe(false);
  });

  it('is refused where no backup is good, with both things said', () => {
    const journal = open();
    appendNext(journal, oneOfEach());
    journal.close();
    breakJournal();
    const refusal = thrownBy(() => openJournalOrRestore({ dataDir, clock, log: listeningLog() }));
    expect(refusal).toBeInstanceOf(JournalRefused);
    expect(refusal.message).toMatch(
      /^The journal is broken: .* No backup can be restored .*: there is none\.$/,
    );
    expect(refusal).toMatchObject({ code: 'broken' });
  });

  it('never replaces a journal that is in place', async () => {
    await deskWithBackups();
    expect(thrownBy(() => restoreLastBackup(dataDir)).message).toMatch(
      /a backup never replaces one\.$/,
    );
    expect(verifyDataFolder(dataDir)).toMatchObject({ ok: true });
  });

  it('leaves other refusals as they are', () => {
    const journal = open();
    expect(
      thrownBy(() => openJournalOrRestore({ dataDir, clock, log: listeningLog() })),
    ).toMatchObject({
      code: 'in-use',
    });
    journal.close();
  });
});
