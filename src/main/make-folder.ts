import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and its missing parents, one after the other. Not `mkdirSync` with `recursive`: on a file system that
 * answers ENOENT to a folder whose parent is there, as /proc does, that one tries again for ever.
 * Throws the system's error.
 */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  let folder = path;
  while (!existsSync(folder)) {
    missing.push(folder);
    const parent = dirname(folder);
    if (parent === folder) break;
    folder = parent;
  }
  for (const each of missing.toReversed()) mkdirSync(each, { mode: 0o700 });
}
