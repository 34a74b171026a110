import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { CheckRun } from '#shared/domain/readiness.ts';

import type { Check } from '../../src/main/readiness/check.ts';
import type { CheckWorld } from '../../src/main/readiness/check-world.ts';
import { mustBeText, pageRows } from './checks-page.ts';
import type { PlantedDefect } from './planted-defect.ts';
import { RealWorld } from './real-world.ts';

/**
 * Tests that each check passes on a real desk, and fails once its defect is planted and not before.
 * @param before runs that have passed earlier in the attempt.
 * @param sound the world in which a check passes; the real one unless given.
 * @param first what runs before in the same attempt, in earnest.
 */
export function eachDefectIsNoticed(
  checks: readonly Check[],
  defects: readonly PlantedDefect[],
  before: readonly CheckRun[] = [],
  sound: (check: Check) => (world: CheckWorld) => CheckWorld = () => (world) => world,
  first: readonly Check[] = [],
): void {
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
        const plant = (world: CheckWorld): CheckWorld => defect.plant(sound(check)(world));
        const run = await real.run(check, plant, earlier);
        expect(run.result).toBe('failed');
        expect(run.sentence).toMatch(defect.says);
      });
    },
  );
}
