/** `npm run package`: an application folder for this platform in `dist`. Further arguments go to electron-builder. */
import { spawnSync } from 'node:child_process';

import { failWith } from './lib/fail.mjs';
import { binOf, NODE, ROOT } from './lib/places.mjs';
import { runInstead } from './lib/processes.mjs';
import { setUp } from './lib/set-up.mjs';

/** Notes in the packaged `package.json` what it was made of: a certificate names it, and the package has no `.git`. */
function noteOfCommit() {
  const asked = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: ROOT, encoding: 'utf8' });
  return asked.status === 0 ? [`-c.extraMetadata.commit=${asked.stdout.trim()}`] : [];
}

async function main() {
  await setUp();
  const args = ['--dir', '--publish', 'never', ...noteOfCommit(), ...process.argv.slice(2)];
  process.exitCode = await runInstead(NODE, [binOf('electron-builder'), ...args]);
}

main().catch(failWith);
