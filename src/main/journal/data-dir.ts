import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';

import { JournalRefused } from './refusals.ts';

const otherFolder = 'or choose another folder with --data.';

/**
 * Makes sure that a folder is there and can be written. Missing parents are made inside the person's home only:
 * elsewhere a missing parent is more likely a disk that is not mounted, and a desk must not start empty for that.
 * Throws {@link JournalRefused} with code `folder`.
 */
export function prepareDataDir(dataDir: string, home: string = homedir()): void {
  const folder = resolve(dataDir);
  if (!existsSync(folder)) {
    const parent = dirname(folder);
    if (!existsSync(parent) && !isInside(folder, home)) {
      throw new JournalRefused(
        'folder',
        `The data folder ${folder} cannot be made: ${parent} does not exist.`,
        `Make ${parent} first, mount the disk it is on, ${otherFolder}`,
      );
    }
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

function isInside(folder: string, home: string): boolean {
  const path = relative(resolve(home), folder);
  return path !== '' && path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

/** A file system's own words, made into a refusal. */
export function unusable(path: string, what: string, error: unknown): JournalRefused {
  const why = error instanceof Error ? error.message : String(error);
  return new JournalRefused('folder', `${path} ${what}: ${why}.`, `Mend that, ${otherFolder}`);
}
