import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

import { JournalRefused } from './refusals.ts';

const otherFolder = 'or choose another folder with --data.';

/**
 * Makes sure that a folder is there and can be written; makes it, with its parents, if it is not there.
 * Throws {@link JournalRefused} with code `folder`.
 */
export function prepareDataDir(dataDir: string): void {
  const folder = resolve(dataDir);
  if (!existsSync(folder)) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw unusable(folder, 'cannot be made', error);
    }
  }
  requireDirectory(folder);
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    throw new JournalRefused(
      'folder',
      `The data folder ${folder} cannot be written.`,
      `Give yourself the right to write there, ${otherFolder}`,
    );
  }
}

/** Throws {@link JournalRefused} with code `folder` unless the path is an existing folder. */
export function requireDataDir(dataDir: string): void {
  const folder = resolve(dataDir);
  if (!existsSync(folder)) {
    throw new JournalRefused(
      'folder',
      `There is no folder ${folder}.`,
      'Name the data folder of a desk with --data.',
    );
  }
  requireDirectory(folder);
}

function requireDirectory(folder: string): void {
  if (statSync(folder).isDirectory()) return;
  throw new JournalRefused(
    'folder',
    `${folder} is a file, not a folder.`,
    'Choose a folder with --data.',
  );
}

/** A file system's own words, made into a refusal. */
export function unusable(path: string, what: string, error: unknown): JournalRefused {
  const why = error instanceof Error ? error.message : String(error);
  return new JournalRefused('folder', `${path} ${what}: ${why}.`, `Mend that, ${otherFolder}`);
}
