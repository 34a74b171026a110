import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { phases, type CheckRun, type Phase } from '#shared/domain/readiness.ts';

import { EvidenceFolders } from '../../src/main/readiness/evidence-folder.ts';
import { Trial, type DeskUnderTest } from '../support/desk-under-test.ts';
import { phaseChecks } from './phase-checks.ts';

const checks = phaseChecks(null, () => {});
const allPhases = phases.map(({ phase }) => phase);

let trial: Trial;
beforeEach(async () => {
  trial = await Trial.begin();
});
afterEach(() => trial.end());

/** How the process ended. */
function killedIn(phase: Phase): Promise<NodeJS.Signals | null> {
  const plan = { dataDir: trial.dataDir, gatewayPort: trial.gateway.port, phase };
  const script = join(import.meta.dirname, 'doomed-attempt.ts');
  const child = spawn(process.execPath, [script, JSON.stringify(plan)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (_code, signal) => resolve(signal));
  });
}

async function completed(desk: DeskUnderTest, attemptId: string): Promise<readonly CheckRun[]> {
  await desk.until(
    'the attempt is complete',
    () =>
      desk.topics
        .attempts({})
        .snapshot()
        .some((each) => each.attemptId === attemptId && each.state === 'completed') &&
      desk.topics.readiness({}).snapshot()[0]?.doing === null,
    40_000,
  );
  const tester = await desk.as('tester');
  return (await desk.commands['readiness.read-attempt']({ attemptId }, tester)).runs;
}

test.each(allPhases)(
  'killed in the middle of phase %i, an attempt is interrupted, keeps its evidence, and is resumed or begun anew by choice',
  async (phase) => {
    expect(await killedIn(phase)).toBe('SIGKILL');
    const desk = await (await trial.start({ checks })).ready();
    const tester = await desk.as('tester');
    const [left] = desk.topics.attempts({}).snapshot();
    expect(left).toMatchObject({ state: 'interrupted', passed: phase - 1 });
    const attemptId = left?.attemptId ?? '';
    const { runs } = await desk.commands['readiness.read-attempt']({ attemptId }, tester);
    const folders = new EvidenceFolders(join(trial.dataDir, 'simulated'));
    const kept = runs.flatMap(({ evidence }) => evidence);
    expect(kept).toHaveLength(phase - 1);
    expect(kept.flatMap((each) => folders.problemOf(attemptId, each) ?? [])).toEqual([]);

    const start = { phases: [phase], seed: 2 };
    const anew = await desk.commands['readiness.start'](start, tester);
    expect(await completed(desk, anew.attemptId)).toHaveLength(1);

    await desk.commands['readiness.resume']({ attemptId }, tester);
    const all = await completed(desk, attemptId);
    expect(all.map(({ checkId }) => checkId)).toEqual(checks.map(({ checkId }) => checkId));
    expect(all.slice(0, phase - 1)).toEqual(runs);
  },
  180_000,
);
