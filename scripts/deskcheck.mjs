/** `npm run deskcheck -- <command>`: the command line, set up in silence: only stderr hears of it. */
import { join } from 'node:path';
import { failWith } from './lib/fail.mjs';
import { NODE, ROOT } from './lib/places.mjs';
import { setUp } from './lib/set-up.mjs';
import { runInstead } from './lib/processes.mjs';

async function main() {
  await setUp({ say: console.error });
  process.exitCode = await runInstead(NODE, [
    join(ROOT, 'out', 'main', 'cli.js'),
    ...process.argv.slice(2),
  ]);
}

main().catch(failWith);
