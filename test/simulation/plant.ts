/**
 * Loaded with --import before anything else: makes one line of the program wrong as it is read from the disk. The files
 * themselves are not touched. Which line, `PLANTED_BUG` says.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { planted } from './planted.ts';
import { plantedBugs } from './planted-bugs.ts';

const id = process.env['PLANTED_BUG'];
const bug = plantedBugs.find((each) => each.id === id);
if (bug === undefined) throw new Error(`There is no planted bug ${id ?? ''}.`);

const path = join(import.meta.dirname, '../..', bug.file);
const target = pathToFileURL(path).href;
const source = planted(bug, readFileSync(path, 'utf8'));

registerHooks({
  load: (url, context, nextLoad) =>
    url === target
      ? { format: 'module-typescript', source, shortCircuit: true }
      : nextLoad(url, context),
});
