/** `npm run lint`: oxlint with types, then the rule for stylesheets, which oxlint does not read. */
import { spawnSync } from 'node:child_process';
import { binOf, ROOT } from './lib/places.mjs';
import { stylesheetFindings } from './lint/stylesheets.mjs';

const { status } = spawnSync(process.execPath, [binOf('oxlint'), ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: 'inherit',
});
const painted = stylesheetFindings(ROOT);
for (const { file, line, rule, message } of painted) {
  console.error(`${file}:${line}: ${rule} ${message}`);
}
process.exitCode = status === 0 && painted.length === 0 ? 0 : 1;
