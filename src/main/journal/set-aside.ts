import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { z } from 'zod';

import type { DataFiles } from './data-files.ts';
import { syncFolder } from './head-file.ts';
import { JournalRefused } from './refusals.ts';

const noteSchema = z.object({ at: z.string(), reason: z.string(), folder: z.string() });

const advice =
  'Restore the last verified backup, or start a desk with a new folder with --data. Nothing was deleted.';

/** A moment as part of a file name that every system takes: `2020-03-09T14-30-05.123Z`. */
export function stampOf(epochMs: number): string {
  return new Date(epochMs).toISOString().replaceAll(':', '-');
}

/**
 * Moves all files of a broken journal together into a folder of their own and leaves a note, so that the next
 * start does not take the empty place for a new desk. Gives the refusal to throw.
 */
export function setAside(files: DataFiles, reason: string, now: number): JournalRefused {
  const folder = freeFolder(join(files.quarantine, stampOf(now)));
  mkdirSync(folder, { recursive: true });
  const at = new Date(now).toISOString();
  writeFileSync(files.setAside, JSON.stringify({ at, reason, folder }, null, 2));
  for (const path of [...files.companions, files.database, files.head]) {
    if (existsSync(path)) renameSync(path, join(folder, basename(path)));
  }
  syncFolder(folder);
  syncFolder(files.dataDir);
  return new JournalRefused(
    'broken',
    `The journal is broken: ${reason} Its files were set aside in ${folder}.`,
    advice,
    folder,
  );
}

/** Throws {@link JournalRefused} with code `set-aside` while a broken journal has not been replaced. */
export function refuseSetAside(files: DataFiles): void {
  if (!existsSync(files.setAside)) return;
  const note = noteSchema.safeParse(readNote(files.setAside));
  const { at, reason, folder } = note.success
    ? note.data
    : { at: 'an earlier start', reason: '', folder: files.quarantine };
  throw new JournalRefused(
    'set-aside',
    `The journal was found broken at ${at} and set aside in ${folder}. ${reason}`.trim(),
    advice,
    folder,
  );
}

/** The broken journal has been replaced. */
export function clearSetAside(files: DataFiles): void {
  rmSync(files.setAside, { force: true });
  syncFolder(files.dataDir);
}

function readNote(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // The note was torn by a crash; that it is there is what counts.
    return null;
  }
}

function freeFolder(wanted: string): string {
  let folder = wanted;
  for (let number = 2; existsSync(folder); number += 1) folder = `${wanted}-${number}`;
  return folder;
}
