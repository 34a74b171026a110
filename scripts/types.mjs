/** `npm run types`: checks the types of main, of the renderer and of the tests that drive it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { binOf, ROOT } from './lib/places.mjs';

/** What was checked before and has not changed is not checked again. */
const cacheOf = (project) =>
  join(ROOT, 'node_modules/.cache/types', `${project.replaceAll('/', '-')}.tsbuildinfo`);

const codes = [
  'tsconfig.json',
  'src/renderer/tsconfig.json',
  'test/e2e/tsconfig.json',
  'test/electron/tsconfig.json',
].map(
  (project) =>
    spawnSync(
      process.execPath,
      [
        binOf('typescript', 'tsc'),
        '-p',
        project,
        '--incremental',
        '--tsBuildInfoFile',
        cacheOf(project),
      ],
      { cwd: ROOT, stdio: 'inherit' },
    ).status,
);
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
