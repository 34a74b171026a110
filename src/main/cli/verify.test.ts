import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { filledOrder, oneOfEach } from '../journal/facts.fixture.ts';
import { appendNext, emptyFolder, folderWith, listeningLog } from '../journal/folder.fixture.ts';
import { openJournal } from '../journal/journal.ts';
import { listeningOutput } from './listening-output.fixture.ts';
import { verify } from './verify.ts';

const clock = new VirtualClock();
const all = oneOfEach().length;

function spoil(dataDir: string, sql: string): void {
  const database = new Database(join(dataDir, 'journal.db'));
  database.exec(sql);
  database.close();
}

describe('deskcheck verify', () => {
  it('ends with 0 and the count where everything agrees', () => {
    const dataDir = folderWith(clock, oneOfEach());
    const output = listeningOutput();
    expect(verify(dataDir, output)).toBe(0);
    expect(output.said()).toBe(
      `${dataDir}: ${all} facts. The chain, its head and every derived table agree.\n`,
    );
  });

  it('ends with 1 and the first difference where something differs', () => {
    const dataDir = folderWith(clock, oneOfEach());
    spoil(dataDir, 'UPDATE positions SET quantity = 999');
    const output = listeningOutput();
    expect(verify(dataDir, output)).toBe(1);
    expect(output.said()).toBe(
      `${dataDir}: Table positions, account_id "DU1000001", instrument_id 756733: quantity is 999, the journal's facts give 400.\n`,
    );
  });

  it('proves the journal of every gateway in the folder', () => {
    const dataDir = emptyFolder();
    for (const kind of ['paper', 'simulated']) {
      const journal = openJournal({ dataDir: join(dataDir, kind), clock, log: listeningLog() });
      appendNext(journal, oneOfEach());
      journal.close();
    }
    mkdirSync(join(dataDir, 'logs'));
    spoil(join(dataDir, 'simulated'), 'DELETE FROM alerts');
    const output = listeningOutput();
    expect(verify(dataDir, output)).toBe(1);
    const lines = output.said().trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(new RegExp(`paper: ${all} facts\\. The chain`));
    expect(lines[1]).toMatch(/simulated: Table alerts, .* is missing/);
  });

  it('does not disturb a running desk', () => {
    const dataDir = emptyFolder();
    const journal = openJournal({ dataDir, clock, log: listeningLog() });
    for (let number = 1; number < 20; number += 1) {
      appendNext(journal, filledOrder(number));
      const output = listeningOutput();
      expect(verify(dataDir, output)).toBe(0);
      expect(output.said()).toContain(`${number * 5} facts`);
    }
    journal.close();
  });

  it('finds a journal whose database is gone', () => {
    const dataDir = folderWith(clock, oneOfEach());
    rmSync(join(dataDir, 'journal.db'));
    const output = listeningOutput();
    expect(verify(dataDir, output)).toBe(1);
    expect(output.said()).toContain(`journal.db is gone, though ${all} facts were recorded.`);
  });

  it.each<[string, () => string, RegExp]>([
    ['no folder', () => join(emptyFolder(), 'none'), /^There is no folder .*none\. Name the data/],
    ['an empty folder', emptyFolder, /^There is no journal in .* A desk writes its journal/],
    [
      'a file',
      () => {
        const file = join(emptyFolder(), 'file');
        writeFileSync(file, '');
        return file;
      },
      /is a file, not a folder\. Choose a folder with --data\.$/,
    ],
    [
      'a newer journal',
      () => {
        const dataDir = folderWith(clock, oneOfEach());
        spoil(dataDir, 'PRAGMA user_version = 99');
        return dataDir;
      },
      /written by a newer Deskcheck \(schema 99, this one knows \d+\)/,
    ],
  ])('ends with 2 and a sentence for %s', (_name, folder, sentence) => {
    const output = listeningOutput();
    expect(verify(folder(), output)).toBe(2);
    expect(output.said()).toBe('');
    expect(output.complained().trimEnd()).toMatch(sentence);
  });
});
