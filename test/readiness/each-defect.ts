import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Check } from '../../src/main/readiness/check.ts';
import type { CheckWorld } from '../../src/main/readiness/check-world.ts';
import { mustBeText, pageRows } from './checks-page.ts';
import { phaseTrials, takesLong } from './phase-trials.ts';
import type { PlantedDefect } from './planted-defect.ts';
import { RealWorld } from './real-world.ts';
import { inexact, underDefect } from './under-defect.ts';

/**
 * Tests that each check of a phase passes on a real desk, fails once its defect is planted and not before, and that under the
 * defect the others of the phase come to what they must. Those that take long are left out there: defect-matrix.ts tries
 * them, too.
 */
export function eachDefectIsNoticed(
  checks: readonly Check[],
  defects: readonly PlantedDefect[],
): void {
  const [{ phase } = { phase: 1 as const }] = checks;
  const { first, before, sound, toBreak = sound } = phaseTrials[phase];
  let real: RealWorld;
  beforeAll(async () => {
    real = await RealWorld.open(first);
  }, 60_000);
  afterAll(() => real.close());

  test('there is one defect for each check', () => {
    const planted = defects.map(({ checkId }) => checkId);
    expect(planted.toSorted()).toEqual(checks.map(({ checkId }) => checkId).toSorted());
  });

  describe.each(checks.map((check) => ({ check, checkId: check.checkId })))(
    '$checkId',
    ({ check }) => {
      // A check of its own id must not be taken for one that has run.
      const earlier = before.filter(({ checkId }) => checkId !== check.checkId);

      test('passes on a desk that is sound', { timeout: 120_000 }, async () => {
        const run = await real.run(check, sound(check), earlier);
        expect(`${run.result}: ${run.sentence}`).toMatch(/^passed: /);
        const row = pageRows().find(({ checkId }) => checkId === check.checkId);
        expect(row?.mustBe).toBe(mustBeText(run.figures));
      });

      const defect = defects.find(({ checkId }) => checkId === check.checkId);
      if (defect === undefined) return;
      test(`fails where ${defect.broken}`, { timeout: 120_000 }, async () => {
        const plant = (world: CheckWorld): CheckWorld => defect.plant(toBreak(check)(world));
        const run = await real.run(check, plant, earlier);
        expect(run.result).toBe('failed');
        expect(run.sentence).toMatch(defect.says);
      });

      test('fails alone, but for what depends on it', { timeout: 120_000 }, async () => {
        // Its own check has just been seen to fail.
        const isQuick = ({ checkId }: Check): boolean =>
          checkId !== defect.checkId && !takesLong.has(checkId);
        expect(inexact(await underDefect(real, defect, isQuick))).toEqual([]);
      });
    },
  );
}
