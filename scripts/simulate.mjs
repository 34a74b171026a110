/** `npm run simulate`: the whole desk and the simulated gateway in virtual time, from seeds. */
import { join } from 'node:path';
import { failWith } from './lib/fail.mjs';
import { NODE, ROOT } from './lib/places.mjs';
import { runInstead } from './lib/processes.mjs';
import { setUp } from './lib/set-up.mjs';

async function main() {
  await setUp({ build: false, say: console.error });
  const simulate = join(ROOT, 'test', 'simulation', 'simulate.ts');
  process.exitCode = await runInstead(NODE, [simulate, ...process.argv.slice(2)]);
}

main().catch(failWith);
