import { readFileSync, rmSync, writeFileSync } from 'node:fs';

import Database from 'better-sqlite3';

import { unusable } from './data-dir.ts';
import type { DataFiles } from './data-files.ts';
import { JournalRefused } from './refusals.ts';
import { sqliteCode } from './sqlite-errors.ts';

export interface DeskLock {
  release(): void;
}

/**
 * Takes a data folder for one desk. The lock is SQLite's exclusive lock on an empty file of its own: the system
 * frees it when the process ends, however it ends, and the journal itself stays readable to others.
 * Throws {@link JournalRefused} with code `in-use`.
 */
export function takeDeskLock(files: DataFiles): DeskLock {
  let database: Database.Database | null = null;
  try {
    database = new Database(files.lock, { timeout: 0 });
    // Nothing is ever written here, so no journal file need lie beside it.
    database.pragma('journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
    writeFileSync(files.lockHolder, `${process.pid}\n`);
  } catch (error) {
    database?.close();
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY') === true) throw inUse(files);
    throw unusable(files.lock, 'cannot be locked', error);
  }
  const held = database;
  return {
    release() {
      rmSync(files.lockHolder, { force: true });
      held.close();
    },
  };
}

function inUse(files: DataFiles): JournalRefused {
  return new JournalRefused(
    'in-use',
    `Another desk${holder(files)} is using ${files.dataDir}.`,
    'Use its window, close it first, or give this desk a folder of its own with --data.',
  );
}

function holder(files: DataFiles): string {
  try {
    return ` (process ${readFileSync(files.lockHolder, 'utf8').trim()})`;
  } catch {
    // The holder has the lock but has not written its number yet.
    return '';
  }
}
