/** `npm run package`: an application folder for this platform in `dist`. Further arguments go to electron-builder. */
import { failWith } from './lib/fail.mjs';
import { binOf, NODE } from './lib/places.mjs';
import { runInstead } from './lib/processes.mjs';
import { setUp } from './lib/set-up.mjs';

async function main() {
  await setUp();
  const args = [binOf('electron-builder'), '--dir', '--publish', 'never', ...process.argv.slice(2)];
  process.exitCode = await runInstead(NODE, args);
}

main().catch(failWith);
