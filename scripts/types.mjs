/** `npm run types`: checks the types of main and of the renderer, each with what it may use. */
import { spawnSync } from 'node:child_process';
import { binOf, ROOT } from './lib/places.mjs';

const codes = ['tsconfig.json', 'src/renderer/tsconfig.json'].map(
  (project) =>
    spawnSync(process.execPath, [binOf('typescript', 'tsc'), '-p', project], {
      cwd: ROOT,
      stdio: 'inherit',
    }).status,
);
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
