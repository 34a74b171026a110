/** `npm run bench`: measures the design's figures, each beside the bare library, on a fresh build. */
import { join } from 'node:path';
import { chromium } from './lib/chromium.mjs';
import { failWith } from './lib/fail.mjs';
import { NODE, ROOT } from './lib/places.mjs';
import { runInstead } from './lib/processes.mjs';
import { setUp } from './lib/set-up.mjs';

async function main() {
  await setUp({ say: console.error });
  process.env.CHROMIUM_PATH ??= await chromium(console.error);
  const bench = join(ROOT, 'test', 'bench', 'bench.ts');
  process.exitCode = await runInstead(NODE, [bench, ...process.argv.slice(2)]);
}

main().catch(failWith);
