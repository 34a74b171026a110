/** Running oxlint and reading what it says. */
import { spawnSync } from 'node:child_process';
import { binOf } from './places.mjs';

/**
 * Everything oxlint finds in `paths` under `folder`, with that folder's settings.
 * @returns {{ file: string, line: number, rule: string, message: string }[]} files relative to `folder`
 */
export function oxlintFindings(folder, paths = []) {
  const run = spawnSync(process.execPath, [binOf('oxlint'), '--format=json', ...paths], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  let report;
  try {
    report = JSON.parse(run.stdout);
  } catch {
    throw new Error(`oxlint did not finish:\n${run.stdout}${run.stderr}`);
  }
  return report.diagnostics.map(({ filename, labels, code, message }) => ({
    file: filename.replaceAll('\\', '/'),
    line: labels[0]?.span.line ?? 1,
    rule: code,
    message,
  }));
}
