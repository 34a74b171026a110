import type { CheckRun } from '#shared/domain/readiness.ts';

import type { Check } from '../../src/main/readiness/check.ts';
import type { CheckWorld } from '../../src/main/readiness/check-world.ts';
import { checksOf, phaseOf, phaseTrials } from './phase-trials.ts';
import type { PlantedDefect } from './planted-defect.ts';
import { passedRun, type RealWorld } from './real-world.ts';

type Result = CheckRun['result'];

/** What became of a check while another's defect was planted. */
export interface UnderDefect {
  checkId: string;
  result: Result;
  sentence: string;
  /** Of the check, and of what is declared of its defect. */
  expected: Result;
  durationMs: number;
}

/**
 * What every check of a phase must come to under a defect: its own check fails, and so does what is declared to fail with
 * it; what needs any of them, be it by another that does, is skipped; all others pass.
 * @param checks of the phase, in the order in which they run.
 */
export function expectedUnder(
  checks: readonly Pick<Check, 'checkId' | 'needs'>[],
  { checkId, also = {} }: Pick<PlantedDefect, 'checkId' | 'also'>,
): ReadonlyMap<string, Result> {
  const expected = new Map<string, Result>();
  for (const check of checks) {
    const isSkipped = check.needs.some((needed) => expected.get(needed) !== 'passed');
    const fails = check.checkId === checkId || Object.hasOwn(also, check.checkId);
    expected.set(check.checkId, isSkipped ? 'skipped' : fails ? 'failed' : 'passed');
  }
  return expected;
}

/**
 * Plants a defect and goes through its phase as an attempt would.
 * @param inEarnest the checks that run; of the others it is taken that they have come to what they must.
 */
export async function underDefect(
  real: RealWorld,
  defect: PlantedDefect,
  inEarnest: (check: Check) => boolean,
): Promise<UnderDefect[]> {
  const phase = phaseOf(defect.checkId);
  const checks = checksOf(phase);
  const trial = phaseTrials[phase];
  const worldFor = (check: Check): ((world: CheckWorld) => CheckWorld) =>
    check.checkId === defect.checkId ? (trial.toBreak ?? trial.sound)(check) : trial.sound(check);
  const expected = expectedUnder(checks, defect);
  const resultOf = ({ checkId }: Check): Result => expected.get(checkId) ?? 'passed';
  const taken = checks
    .filter((check) => resultOf(check) !== 'skipped' && !inEarnest(check))
    .map((check): CheckRun => ({ ...passedRun(check.checkId, phase), result: resultOf(check) }));
  const ids = new Set(checks.map(({ checkId }) => checkId));
  const runs = await real.runAll(
    checks,
    (check) => (world) => defect.plant(worldFor(check)(world)),
    [...trial.before.filter(({ checkId }) => !ids.has(checkId)), ...taken],
  );
  return runs.map(({ checkId, result, sentence, durationMs }) => ({
    checkId,
    result,
    sentence,
    expected: expected.get(checkId) ?? 'passed',
    durationMs,
  }));
}

/** What came to something else than it must, each a sentence. */
export function inexact(seen: readonly UnderDefect[]): string[] {
  return seen
    .filter(({ result, expected }) => result !== expected)
    .map(
      ({ checkId, result, expected, sentence }) =>
        `${checkId} is ${result} and must be ${expected}: ${sentence}`,
    );
}
