import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join, resolve } from 'node:path';

import Database from 'better-sqlite3';

import type { Clock } from '#shared/domain/ports.ts';

import type { Head } from './chain.ts';
import { quickCheck } from './connection.ts';
import { requireDataDir } from './data-dir.ts';
import { dataFiles, type DataFiles } from './data-files.ts';
import { takeDeskLock } from './desk-lock.ts';
import { checkHead, chainSteps, databaseHead } from './facts-table.ts';
import { createHead, readHead, syncFolder } from './head-file.ts';
import { JournalBroken, JournalRefused } from './refusals.ts';
import { schemaOf } from './schema.ts';
import { clearSetAside, stampOf } from './set-aside.ts';
import { inSlices } from './slices.ts';

/** Backups kept; older ones are deleted once a newer one is verified. */
const kept = 5;

export interface Backup {
  path: string;
  /** Where the chain in it ends. */
  head: Head;
}

/** A backup could not be made or was not good. The journal itself is untouched and goes on. */
export class BackupFailed extends Error {
  override readonly name = 'BackupFailed';
  readonly advice =
    'Check that the disk of the data folder has room, then run `deskcheck verify` on the folder.';

  constructor(cause: unknown) {
    super(`No backup was made: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/** Copies the journal beside the running desk, opens and checks the copy, and only then keeps it. */
export async function backUp(
  database: Database.Database,
  files: DataFiles,
  clock: Clock,
): Promise<Backup> {
  try {
    mkdirSync(files.backups, { recursive: true, mode: 0o700 });
    removeAll(files, (name) => name.includes('.partial'));
    const path = join(files.backups, `journal-${stampOf(clock.now())}.db`);
    const partial = `${path}.partial`;
    await database.backup(partial);
    const head = await inSlices(clock, makeSound(partial, files));
    createHead(`${path}.head`, head);
    renameSync(partial, path);
    syncFolder(files.backups);
    prune(files);
    return { path, head };
  } catch (error) {
    throw new BackupFailed(error);
  }
}

/** Makes a copy one file that needs no companions, checks it and syncs it. Gives where its chain ends. */
function* makeSound(path: string, files: DataFiles): Generator<undefined, Head> {
  const copy = new Database(path);
  let head: Head;
  try {
    copy.pragma('journal_mode = DELETE');
    head = yield* check(copy, files);
  } finally {
    copy.close();
  }
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return head;
}

function* check(copy: Database.Database, files: DataFiles): Generator<undefined, Head> {
  schemaOf(copy, files.dataDir);
  const damage = quickCheck(copy);
  if (damage !== null) throw new JournalBroken(`The copy is damaged: ${damage}.`);
  yield;
  const broken = yield* chainSteps(copy);
  if (broken !== null) throw new JournalBroken(broken);
  return databaseHead(copy);
}

/** Backups of a data folder, newest first. */
function backupsOf(files: DataFiles): string[] {
  if (!existsSync(files.backups)) return [];
  return readdirSync(files.backups)
    .filter((name) => /^journal-.*\.db$/.test(name))
    .toSorted()
    .toReversed()
    .map((name) => join(files.backups, name));
}

function prune(files: DataFiles): void {
  for (const path of backupsOf(files).slice(kept)) {
    rmSync(path, { force: true });
    rmSync(`${path}.head`, { force: true });
  }
}

function removeAll(files: DataFiles, isOld: (name: string) => boolean): void {
  for (const name of readdirSync(files.backups)) {
    if (isOld(name)) rmSync(join(files.backups, name), { force: true });
  }
}

/** Opens a backup and checks it whole: file, chain, and its own kept head. Throws when it is not good. */
function checkBackup(path: string, files: DataFiles): Head {
  const copy = new Database(path, { readonly: true, fileMustExist: true });
  try {
    const steps = check(copy, files);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    const head = readHead(`${path}.head`);
    if (typeof head === 'string') throw new JournalBroken(`Its kept head is ${head}.`);
    const difference = checkHead(copy, head);
    if (difference !== null) throw new JournalBroken(difference);
    return step.value;
  } finally {
    copy.close();
  }
}

/**
 * Puts the newest backup that proves good in the place of a journal that was set aside. Facts after it are only in
 * the files set aside: the desk must stay halted and reconcile with the broker.
 * Throws {@link JournalRefused} when a journal is in place or no backup is good.
 */
export function restoreLastBackup(dataDir: string): Backup {
  requireDataDir(dataDir);
  const files = dataFiles(resolve(dataDir));
  const lock = takeDeskLock(files);
  try {
    if (existsSync(files.database) && !existsSync(files.setAside)) {
      throw new JournalRefused(
        'folder',
        `There is a journal in ${files.dataDir}, and a backup never replaces one.`,
        'Start the desk: it opens the journal, or sets it aside if it is broken.',
      );
    }
    const faults: string[] = [];
    for (const path of backupsOf(files)) {
      let head: Head;
      try {
        head = checkBackup(path, files);
      } catch (error) {
        faults.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
        continue;
      }
      putInPlace(path, head, files);
      return { path, head };
    }
    const tried = faults.length === 0 ? 'there is none' : `none is good (${faults.join('; ')})`;
    throw new JournalRefused(
      'set-aside',
      `No backup can be restored in ${files.dataDir}: ${tried}.`,
      'Start a desk with a new folder with --data; it takes orders and positions over from the broker.',
      files.quarantine,
    );
  } finally {
    lock.release();
  }
}

/** The note that the journal was set aside goes last: a crash before that only means restoring again. */
function putInPlace(path: string, head: Head, files: DataFiles): void {
  const incoming = `${files.database}.restoring`;
  copyFileSync(path, incoming);
  const descriptor = openSync(incoming, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  createHead(files.head, head);
  renameSync(incoming, files.database);
  clearSetAside(files);
}
