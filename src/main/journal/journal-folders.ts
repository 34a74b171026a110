import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { requireDataDir } from './data-dir.ts';
import { dataFiles } from './data-files.ts';
import { JournalRefused } from './refusals.ts';

function holdsJournal(folder: string): boolean {
  const files = dataFiles(folder);
  return [files.database, files.head, files.setAside].some((path) => existsSync(path));
}

/**
 * The journals of a data folder: its own, or those of the gateways in its subfolders, sorted by name.
 * Throws {@link JournalRefused}: `folder` where there is no such folder, `empty` where it holds no journal.
 */
export function journalFolders(dataDir: string): string[] {
  requireDataDir(dataDir);
  const folder = resolve(dataDir);
  const within = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name))
    .toSorted();
  const found = [folder, ...within].filter(holdsJournal);
  if (found.length > 0) return found;
  throw new JournalRefused(
    'empty',
    `There is no journal in ${folder}.`,
    'Name the data folder of a desk with --data. A desk writes its journal when it is started.',
  );
}
