import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';

import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { dataFiles } from './data-files.ts';
import { filledOrder, numbered, oneOfEach } from './facts.fixture.ts';
import { appendNext, emptyFolder, folderWith, listeningLog } from './folder.fixture.ts';
import { createHead, readHead } from './head-file.ts';
import { openJournal, type Journal } from './journal.ts';
import { everyMigration } from './migrations/every-migration.ts';
import { JournalRefused, type JournalRefusalCode } from './refusals.ts';
import { verifyDataFolder } from './verification.ts';

const clock = new VirtualClock();
const all = oneOfEach().length;

function open(dataDir: string): Journal {
  return openJournal({ dataDir, clock, log: listeningLog() });
}

function refusalOf(dataDir: string): JournalRefused {
  try {
    open(dataDir).close();
  } catch (error) {
    if (error instanceof JournalRefused) return error;
    throw error;
  }
  throw new Error('The journal opened.');
}

function change(dataDir: string, sql: string): void {
  const database = new Database(dataFiles(dataDir).database);
  database.exec(
    'DROP TRIGGER IF EXISTS facts_never_change; DROP TRIGGER IF EXISTS facts_never_go;',
  );
  database.exec(sql);
  database.close();
}

function expectRefusal(dataDir: string, code: JournalRefusalCode, message: RegExp): JournalRefused {
  const refusal = refusalOf(dataDir);
  expect(refusal.code).toBe(code);
  expect(refusal.message).toMatch(message);
  expect(refusal.advice).not.toBe('');
  return refusal;
}

describe('a data folder that cannot be used', () => {
  it('is a file', () => {
    const file = join(emptyFolder(), 'desk');
    writeFileSync(file, '');
    expectRefusal(file, 'folder', /desk is a file, not a folder\.$/);
  });

  it('lies under a file', () => {
    const file = join(emptyFolder(), 'desk');
    writeFileSync(file, '');
    expectRefusal(join(file, 'data'), 'folder', /data cannot be made: ENOTDIR/);
  });

  it('holds a database of another program, which is left as it is', () => {
    const dataDir = emptyFolder();
    const songs = new Database(dataFiles(dataDir).database);
    songs.exec('CREATE TABLE songs (title TEXT)');
    songs.close();
    const before = readFileSync(dataFiles(dataDir).database);
    expectRefusal(dataDir, 'foreign', /is a database of another program\.$/);
    expect(readFileSync(dataFiles(dataDir).database)).toEqual(before);
  });

  it('was written by a newer Deskcheck, and is left as it is', () => {
    const dataDir = folderWith(clock, oneOfEach());
    change(dataDir, 'PRAGMA user_version = 99');
    const refusal = expectRefusal(
      dataDir,
      'newer',
      /^This data folder was written by a newer Deskcheck \(schema 99, this one knows \d+\)\.$/,
    );
    expect(refusal.advice).toBe('Install the newer version or choose another folder with --data.');
    change(dataDir, `PRAGMA user_version = ${everyMigration.length}`);
    open(dataDir).close();
  });

  it('cannot be written', () => {
    const dataDir = emptyFolder();
    // The account that runs the tests may be one that no permission stops; a child without its rights is not.
    chmodSync(dataDir, 0o555);
    const script = `
      process.setuid?.(65534);
      const { openJournal } = await import(${JSON.stringify(join(import.meta.dirname, 'journal.ts'))});
      const clock = { now: () => 0, monotonic: () => 0, after: () => ({ cancel() {} }), every: () => ({ cancel() {} }) };
      try { openJournal({ dataDir: ${JSON.stringify(dataDir)}, clock, log: console }); }
      catch (error) { console.log(error.code + ' ' + error.message + ' ' + error.advice); }
    `;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    chmodSync(dataDir, 0o755);
    expect(child.stdout).toMatch(/^folder The data folder .* cannot be written\. Give yourself/);
  });
});

describe('a data folder in use', () => {
  it('is refused to a second desk, with the process that has it', () => {
    const dataDir = emptyFolder();
    const journal = open(dataDir);
    const refusal = refusalOf(dataDir);
    expect(refusal.code).toBe('in-use');
    expect(refusal.message).toBe(`Another desk (process ${process.pid}) is using ${dataDir}.`);
    appendNext(journal, oneOfEach());
    journal.close();
    open(dataDir).close();
  });

  it('can be verified meanwhile', () => {
    const dataDir = emptyFolder();
    const journal = open(dataDir);
    appendNext(journal, oneOfEach());
    expect(verifyDataFolder(dataDir)).toEqual({
      ok: true,
      facts: oneOfEach().length,
      difference: null,
    });
    appendNext(journal, filledOrder(3));
    journal.close();
  });

  it('is free again after a refusal', () => {
    const dataDir = folderWith(clock, oneOfEach());
    change(dataDir, 'PRAGMA user_version = 99');
    expect(refusalOf(dataDir).code).toBe('newer');
    expect(refusalOf(dataDir).code).toBe('newer');
  });
});

describe('a broken journal', () => {
  const breakages: [string, (dataDir: string) => void, RegExp][] = [
    [
      'no database at all',
      (dir) => writeFileSync(dataFiles(dir).database, 'hello'.repeat(999)),
      /is no database/,
    ],
    [
      'a database that is gone',
      (dir) => rmSync(dataFiles(dir).database),
      new RegExp(`journal\\.db is gone, though ${all} facts were recorded`),
    ],
    [
      'a database that is empty',
      (dir) => truncateSync(dataFiles(dir).database, 0),
      new RegExp(`journal\\.db is empty, though ${all} facts`),
    ],
    ['a database cut in half', (dir) => truncateSync(dataFiles(dir).database, 40_000), /damaged/],
    [
      'a changed fact',
      (dir) =>
        change(
          dir,
          `UPDATE facts SET body = replace(body, 'SPY', 'SPX') WHERE kind = 'order.denied'`,
        ),
      /^The journal is broken: Fact \d+ .* does not match its hash/,
    ],
    [
      'a changed hash',
      (dir) => change(dir, `UPDATE facts SET hash = '${'a'.repeat(64)}' WHERE seq = 25`),
      /Fact 25 .* does not match its hash/,
    ],
    [
      'a fact taken out',
      (dir) => change(dir, 'DELETE FROM facts WHERE seq = 7'),
      /Fact 7 is missing: the next one is 8\./,
    ],
    [
      'a cut tail',
      (dir) => change(dir, 'DELETE FROM facts WHERE seq > 20'),
      new RegExp(`ends at fact 20, but fact ${all} .* was recorded: its end was cut off\\.`),
    ],
    [
      'a kept head that is missing',
      (dir) => rmSync(dataFiles(dir).head),
      /kept head, journal\.head, is missing/,
    ],
    [
      'a kept head that is damaged',
      (dir) => writeFileSync(dataFiles(dir).head, 'x'),
      /kept head, journal\.head, is damaged/,
    ],
    [
      'a kept head of another journal',
      (dir) => createHead(dataFiles(dir).head, { seq: 20, hash: 'b'.repeat(64), at: null }),
      /Fact 20 is not the one that was recorded/,
    ],
  ];

  it.each(breakages)('is set aside whole: %s', (_name, breakIt, message) => {
    const dataDir = folderWith(clock, oneOfEach());
    breakIt(dataDir);
    const before = new Map(
      [dataFiles(dataDir).database, dataFiles(dataDir).head]
        .filter((path) => existsSync(path))
        .map((path) => [basename(path), readFileSync(path)]),
    );
    const refusal = expectRefusal(dataDir, 'broken', message);
    const folder = refusal.setAsideIn ?? '';
    expect(refusal.message).toContain(folder);
    expect(readdirSync(dataDir).filter((name) => name.startsWith('journal.'))).toEqual([]);
    for (const [name, bytes] of before) expect(readFileSync(join(folder, name))).toEqual(bytes);
  });

  it('is not mistaken for a new desk at the next start', () => {
    const dataDir = folderWith(clock, oneOfEach());
    change(dataDir, 'DELETE FROM facts WHERE seq = 7');
    const { setAsideIn } = refusalOf(dataDir);
    for (let start = 0; start < 2; start += 1) {
      const refusal = expectRefusal(
        dataDir,
        'set-aside',
        /found broken at 2020-03-09T13:30:00\.000Z and set aside/,
      );
      expect(refusal.message).toContain('Fact 7 is missing');
      expect(refusal.setAsideIn).toBe(setAsideIn);
    }
    expect(() => verifyDataFolder(dataDir)).toThrow(JournalRefused);
  });

  it('that cannot be set aside is refused all the same, and stays where it is', () => {
    const dataDir = folderWith(clock, oneOfEach());
    change(dataDir, 'DELETE FROM facts WHERE seq = 7');
    writeFileSync(dataFiles(dataDir).quarantine, 'a file where the folder should be');
    expectRefusal(dataDir, 'folder', /Fact 7 is missing: .* cannot be set aside: E(EXIST|NOTDIR)/);
    expect(existsSync(dataFiles(dataDir).database)).toBe(true);
  });

  it('is not even touched by looking at it', () => {
    const dataDir = emptyFolder();
    const journal = open(dataDir);
    appendNext(journal, oneOfEach());
    // As after a crash: the facts are in the write-ahead log alone.
    const files = dataFiles(dataDir);
    const copy = emptyFolder();
    const copied = dataFiles(copy);
    for (const path of [files.database, ...files.companions, files.head]) {
      if (existsSync(path)) writeFileSync(join(copy, basename(path)), readFileSync(path));
    }
    journal.close();
    createHead(copied.head, { seq: 99, hash: 'c'.repeat(64), at: null });
    const [log = ''] = copied.companions;
    const before = [copied.database, log].map((path) => readFileSync(path));
    const folder = refusalOf(copy).setAsideIn ?? '';
    const after = [copied.database, log].map((path) => readFileSync(join(folder, basename(path))));
    expect(after).toEqual(before);
  });

  it('is any that lost its write-ahead log', () => {
    const dataDir = emptyFolder();
    const journal = open(dataDir);
    journal.append(numbered(oneOfEach()));
    const { head, database } = dataFiles(dataDir);
    const copy = emptyFolder();
    for (const path of [database, head])
      writeFileSync(join(copy, basename(path)), readFileSync(path));
    journal.close();
    expect(refusalOf(copy).code).toBe('broken');
  });
});

describe('a crash', () => {
  it('between commit and head leaves a head that is behind: it is brought on', () => {
    const dataDir = folderWith(clock, oneOfEach());
    const before = readHead(dataFiles(dataDir).head);
    if (typeof before === 'string') throw new Error(before);
    const journal = open(dataDir);
    appendNext(journal, filledOrder(4));
    const after = journal.head();
    journal.close();
    createHead(dataFiles(dataDir).head, before);
    const again = open(dataDir);
    expect(again.head()).toEqual(after);
    expect(readHead(dataFiles(dataDir).head)).toEqual(after);
    again.close();
  });

  it.each([
    ['after the head was made', (dir: string) => rmSync(dataFiles(dir).database)],
    [
      'before anything was in the database',
      (dir: string) => truncateSync(dataFiles(dir).database, 0),
    ],
    ['before the head was made', (dir: string) => rmSync(dataFiles(dir).head)],
  ])('at the very first start is a first start again: %s', (_name, undo) => {
    const dataDir = folderWith(clock, []);
    undo(dataDir);
    const journal = open(dataDir);
    appendNext(journal, oneOfEach());
    journal.close();
    expect(verifyDataFolder(dataDir).ok).toBe(true);
  });

  it('while setting a journal aside still refuses it afterwards', () => {
    const dataDir = folderWith(clock, oneOfEach());
    mkdirSync(dataFiles(dataDir).quarantine);
    writeFileSync(dataFiles(dataDir).setAside, '{"at":"20');
    expect(refusalOf(dataDir).code).toBe('set-aside');
  });
});
