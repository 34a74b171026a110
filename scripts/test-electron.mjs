/** `npm run test:electron`: drives the built Electron window, where there is a binary and a display. */
import { spawnSync } from 'node:child_process';
import { electronObstacle } from './lib/electron-tests.mjs';
import { failWith } from './lib/fail.mjs';
import { binOf, NODE, ROOT } from './lib/places.mjs';
import { setUp } from './lib/set-up.mjs';

async function main() {
  await setUp();
  const why = electronObstacle();
  if (why !== null) {
    console.log(`not run: ${why}`);
    return;
  }
  const { status } = spawnSync(
    NODE,
    [binOf('@playwright/test', 'playwright'), 'test', '--project=electron', '--reporter=list'],
    { cwd: ROOT, stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
}

main().catch(failWith);
