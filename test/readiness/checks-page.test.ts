import { expect, test } from 'vitest';

import { everyCheck } from '../../src/main/readiness/every-check.ts';
import { pageRows, provesText } from './checks-page.ts';
import { everyDefect } from './every-defect.ts';

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
      broken: everyDefect.find(({ checkId }) => checkId === check.checkId)?.broken,
    })),
  );
});

test('every phase that has checks has a negative control', () => {
  const having = new Set(everyCheck.map(({ phase }) => phase));
  const controlled = new Set(
    everyCheck.filter(({ negativeControl }) => negativeControl).map(({ phase }) => phase),
  );
  expect([...controlled]).toEqual([...having]);
});

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
