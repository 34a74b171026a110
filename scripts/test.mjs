/** `npm test`: sets up, runs every check and ends with `N passed, N failed` alone on the last line. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from './lib/chromium.mjs';
import { failWith } from './lib/fail.mjs';
import { binOf, NODE, ROOT } from './lib/places.mjs';
import { runQuietly } from './lib/processes.mjs';
import { checkResult, noReport, playwrightResult, total, vitestResult } from './lib/reports.mjs';
import { setUp } from './lib/set-up.mjs';
import { readTestOptions } from './lib/test-options.mjs';
import { electronObstacle } from './lib/electron-tests.mjs';

const reports = mkdtempSync(join(tmpdir(), 'deskcheck-test-'));
const environment = { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' };

const node = (args, env = {}) =>
  runQuietly(NODE, args, { cwd: ROOT, env: { ...environment, ...env } });
const check = async (args) => checkResult(await node(args));

async function reported(name, read, args, env) {
  const file = join(reports, `${name}.json`);
  const run = await node(args(file), env?.(file));
  return existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8')), run) : noReport(run);
}

const playwright = (project) => () =>
  reported(
    project,
    playwrightResult,
    () => [
      binOf('@playwright/test', 'playwright'),
      'test',
      `--project=${project}`,
      '--reporter=json',
    ],
    (file) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: file }),
  );

/** Every step by the name `--only` knows it by, in the order they run. */
const STEPS = {
  format: { says: 'formatting', run: () => check([binOf('oxfmt'), '--check']) },
  lint: { says: 'lint', run: () => check(['scripts/lint.mjs']) },
  rules: {
    says: 'lint rules break their fixtures',
    run: () => check(['scripts/lint-fixtures.mjs']),
  },
  types: { says: 'types', run: () => check(['scripts/types.mjs']) },
  unused: { says: 'dead code', run: () => check([binOf('knip'), '--no-progress']) },
  build: { says: 'build', run: () => check(['scripts/build.mjs']) },
  unit: {
    says: 'unit and integration tests',
    run: () =>
      reported('unit', vitestResult, (file) => [
        binOf('vitest'),
        'run',
        '--reporter=json',
        `--outputFile=${file}`,
      ]),
  },
  e2e: { says: 'end-to-end tests', needsBuild: true, needsChromium: true, run: playwright('e2e') },
  rehearsal: {
    says: 'a whole rehearsal, signed',
    needsBuild: true,
    needsChromium: true,
    run: playwright('rehearsal'),
  },
  electron: {
    says: 'Electron tests',
    needsBuild: true,
    obstacle: electronObstacle,
    run: playwright('electron'),
  },
};

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

async function runStep({ says, run, obstacle }) {
  const since = Date.now();
  const why = obstacle?.() ?? null;
  if (why !== null) {
    console.log(`–  ${says}: not run: ${why}`);
    return { passed: 0, failed: 0 };
  }
  const { passed, failed, notes } = await run();
  console.log(
    `${failed === 0 ? '✓' : '✗'}  ${says}: ${passed} passed, ${failed} failed (${seconds(since)})`,
  );
  for (const note of notes) console.log(note);
  return { passed, failed };
}

/** Sets up what the chosen steps need. */
async function prepare(steps) {
  // A stale build is made anew by the build step, which is then also the check of it.
  await setUp({ build: steps.some((step) => step.needsBuild) && !steps.includes(STEPS.build) });
  if (steps.some((step) => step.needsChromium)) {
    environment.CHROMIUM_PATH = await chromium(console.log);
  }
}

async function main() {
  const since = Date.now();
  const steps = readTestOptions(process.argv.slice(2), Object.keys(STEPS)).map(
    (name) => STEPS[name],
  );
  let results;
  try {
    await prepare(steps);
    results = [];
    for (const step of steps) results.push(await runStep(step));
  } catch (error) {
    failWith(error);
    results = [{ passed: 0, failed: 1 }];
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  const { passed, failed } = total(results);
  console.log(`All of it took ${seconds(since)}.`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

main().catch(failWith);
