import { expect, test } from 'vitest';

import { gatewayKindSchema } from '#shared/domain/gateway.ts';
import { phases } from '#shared/domain/readiness.ts';

import { everyCheck } from '../../src/main/readiness/every-check.ts';
import { brokenText, pageRows, provesText } from './checks-page.ts';
import { everyDefect } from './every-defect.ts';
import type { PlantedDefect } from './planted-defect.ts';
import { expectedUnder } from './under-defect.ts';

function defectOf(checkId: string): PlantedDefect {
  const defect = everyDefect.find((each) => each.checkId === checkId);
  if (defect === undefined) throw new Error(`There is no planted defect for ${checkId}.`);
  return defect;
}

test('docs/readiness-checks.md lists every check, what it proves and its planted defect', () => {
  const rows = pageRows().map(({ phase, checkId, proves, broken }) => ({
    phase,
    checkId,
    proves,
    broken,
  }));
  expect(rows).toEqual(
    everyCheck.map((check) => ({
      phase: check.phase,
      checkId: check.checkId,
      proves: provesText(check),
      broken: brokenText(defectOf(check.checkId)),
    })),
  );
});

test.each(gatewayKindSchema.options)(
  'every phase has a negative control that runs on a %s gateway',
  (kind) => {
    const runs = new Set<string>();
    for (const { checkId, gateways, needs } of everyCheck) {
      if (gateways.includes(kind) && needs.every((need) => runs.has(need))) runs.add(checkId);
    }
    const controlled = new Set(
      everyCheck
        .filter(({ checkId, negativeControl }) => negativeControl && runs.has(checkId))
        .map(({ phase }) => phase),
    );
    expect([...controlled]).toEqual(phases.map(({ phase }) => phase));
  },
);

test('a check needs only what runs before it in its phase, and has an id of its own', () => {
  const wrong = everyCheck.flatMap(({ checkId, needs, phase }, index) => {
    const before = everyCheck.slice(0, index);
    const needed = needs.filter(
      (need) => !before.some((each) => each.checkId === need && each.phase === phase),
    );
    return before.some((each) => each.checkId === checkId) ? [checkId] : needed;
  });
  expect(wrong).toEqual([]);
});

test('checks run phase by phase: the last phase looks at what the others have left', () => {
  const order = everyCheck.map(({ phase }) => phase);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

test('a defect makes its check fail, not be skipped, and what fails with it is of its phase', () => {
  const wrong = everyDefect.flatMap((defect) => {
    const phase = everyCheck.find(({ checkId }) => checkId === defect.checkId)?.phase;
    const expected = expectedUnder(
      everyCheck.filter((check) => check.phase === phase),
      defect,
    );
    return [defect.checkId, ...Object.keys(defect.also ?? {})].filter(
      (checkId) => expected.get(checkId) !== 'failed',
    );
  });
  expect(wrong).toEqual([]);
});

test('under a defect what needs its check is skipped, also where another comes between', () => {
  const checks = [
    { checkId: 'a', needs: [] },
    { checkId: 'b', needs: ['a'] },
    { checkId: 'c', needs: ['b'] },
    { checkId: 'd', needs: [] },
    { checkId: 'e', needs: [] },
  ];
  expect([...expectedUnder(checks, { checkId: 'a', also: { e: 'it does.' } })]).toEqual([
    ['a', 'failed'],
    ['b', 'skipped'],
    ['c', 'skipped'],
    ['d', 'passed'],
    ['e', 'failed'],
  ]);
});
