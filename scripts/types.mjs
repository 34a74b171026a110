/** `npm run types`: checks the types of main, of the renderer and of the tests that drive it. */
import { spawnSync } from 'node:child_process';
import { binOf, ROOT } from './lib/places.mjs';

const codes = [
  'tsconfig.json',
  'src/renderer/tsconfig.json',
  'test/e2e/tsconfig.json',
  'test/electron/tsconfig.json',
].map(
  (project) =>
    spawnSync(process.execPath, [binOf('typescript', 'tsc'), '-p', project], {
      cwd: ROOT,
      stdio: 'inherit',
    }).status,
);
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
