/** `npm run build`: builds into `out`, stale or not. */
import { failWith } from './lib/fail.mjs';
import { build, setUp } from './lib/set-up.mjs';

async function main() {
  await setUp({ build: false });
  const { code, output } = await build();
  if (output.trim() !== '') console.error(output.trim());
  process.exitCode = code;
}

main().catch(failWith);
