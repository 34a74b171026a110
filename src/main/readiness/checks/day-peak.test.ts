import { expect, test } from 'vitest';

import type { Fact } from '#shared/domain/fact.ts';

import { dayPeak } from './day-peak.ts';

function cancelAt(at: string): Fact {
  return {
    kind: 'order.cancel-intended',
    by: 'otto',
    body: { orderRef: 'o-1' },
    seq: 1,
    at,
  };
}

test('the day’s peak is the busiest second on record', () => {
  const busy = Array.from({ length: 70 }, (_, n) =>
    cancelAt(`2026-01-05T10:00:01.${String(n).padStart(3, '0')}Z`),
  );
  expect(dayPeak([cancelAt('2026-01-05T10:00:00.999Z'), ...busy])).toBe(70);
});

test('a quiet day counts as one at what IB takes in a second', () => {
  expect(dayPeak([])).toBe(50);
  expect(dayPeak([cancelAt('2026-01-05T10:00:00.000Z')])).toBe(50);
});
