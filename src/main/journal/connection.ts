import { existsSync } from 'node:fs';

import Database from 'better-sqlite3';
import { z } from 'zod';

import type { DataFiles } from './data-files.ts';
import { JournalRefused } from './refusals.ts';

/** Every setting a journal is written under. SQLite keeps none of them but the first in the file. */
const settings = [
  { name: 'journal_mode', set: 'WAL', reads: 'wal' },
  // A reopened WAL database falls to NORMAL, which loses acknowledged rows at power loss.
  { name: 'synchronous', set: 'FULL', reads: 2 },
  { name: 'foreign_keys', set: 'ON', reads: 1 },
  { name: 'busy_timeout', set: '1000', reads: 1000 },
  { name: 'trusted_schema', set: 'OFF', reads: 0 },
  { name: 'cell_size_check', set: 'ON', reads: 1 },
] as const;

/** The database and how it answers; tests hand in one that lies. */
export type ReadSetting = (database: Database.Database, name: string) => unknown;

const readSetting: ReadSetting = (database, name) => database.pragma(name, { simple: true });

/**
 * Sets what a journal is written under and reads each setting back.
 * Throws {@link JournalRefused} with code `unsafe` when the database does not do as it was told.
 */
export function applySettings(database: Database.Database, read: ReadSetting = readSetting): void {
  for (const { name, set, reads } of settings) {
    database.pragma(`${name} = ${set}`);
    const value = read(database, name);
    if (value !== reads) {
      throw new JournalRefused(
        'unsafe',
        `The journal would not be safe: its setting ${name} is ${JSON.stringify(value)} and must be ${set}.`,
        'Keep the data folder on a local disk, not on a network share, or choose another folder with --data.',
      );
    }
  }
}

/** What a journal is written under, as the database says now. */
export function readSettings(database: Database.Database): Record<string, number | string> {
  return Object.fromEntries(
    settings.map(({ name }) => [
      name,
      z.union([z.number(), z.string()]).parse(readSetting(database, name)),
    ]),
  );
}

/** Opens the journal's database for one desk to write; makes it if it is not there. */
export function openForWriting(files: DataFiles): Database.Database {
  return new Database(files.database);
}

/**
 * Opens the journal's database to read only, beside a running desk too, which it neither waits for nor stops.
 * Throws {@link JournalRefused} with code `empty` when there is none.
 */
export function openForReading(files: DataFiles): Database.Database {
  if (!existsSync(files.database)) {
    throw new JournalRefused(
      'empty',
      `There is no journal in ${files.dataDir}.`,
      'Name the data folder of a desk with --data. A desk writes its journal when it is started.',
    );
  }
  const database = new Database(files.database, { readonly: true, fileMustExist: true });
  database.pragma('busy_timeout = 1000');
  database.pragma('trusted_schema = OFF');
  return database;
}

/** SQLite's own quick check of the file's structure: null when it is sound, else its first complaint. */
export function quickCheck(database: Database.Database): string | null {
  const answer = z.string().parse(database.pragma('quick_check(1)', { simple: true }));
  return answer === 'ok' ? null : answer;
}
