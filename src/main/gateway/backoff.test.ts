import { describe, expect, it } from 'vitest';

import { backoffDelayMs } from './backoff.ts';

const range = { firstMs: 500, longestMs: 30_000 };

describe('the wait before the next attempt', () => {
  it.each([
    [1, 250, 500],
    [2, 500, 1_000],
    [3, 1_000, 2_000],
    [6, 8_000, 16_000],
    [7, 15_000, 30_000],
    [500, 15_000, 30_000],
  ])('attempt %i waits from %i to %i ms', (attempt, least, most) => {
    expect(backoffDelayMs(attempt, range, { next: () => 0 })).toBe(least);
    expect(backoffDelayMs(attempt, range, { next: () => 0.999_999 })).toBeCloseTo(most, 0);
  });
});
