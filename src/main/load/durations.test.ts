import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Durations } from './durations.ts';

function durationsOf(all: readonly number[]): Durations {
  const durations = new Durations();
  for (const ms of all) durations.add(ms);
  return durations;
}

describe('durations', () => {
  it('say nothing of nothing', () => {
    expect(new Durations().figures()).toEqual({
      count: 0,
      meanMs: null,
      p50Ms: null,
      p90Ms: null,
      p99Ms: null,
      p999Ms: null,
      maxMs: null,
    });
  });

  it('keep the microsecond below 256 of them', () => {
    expect(durationsOf([0.001, 0.255, 0.255]).counts()).toEqual([
      [1, 1],
      [255, 2],
    ]);
  });

  it('count what is negative as none', () => {
    expect(durationsOf([-3]).figures()).toMatchObject({ meanMs: 0, maxMs: 0 });
  });

  it('give every percentile to within a bucket, and never below what it was', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 600_000, noNaN: true }), { minLength: 1 }),
        fc.constantFrom(1, 50, 90, 99, 99.9, 100),
        (all, percent) => {
          const sorted = all.toSorted((a, b) => a - b);
          const exact = sorted[Math.max(1, Math.ceil((percent / 100) * all.length)) - 1] ?? 0;
          const given = durationsOf(all).percentileMs(percent) ?? Number.NaN;
          expect(given).toBeGreaterThanOrEqual(exact - 0.0005);
          expect(given).toBeLessThanOrEqual(exact * (1 + 1 / 128) + 0.001);
        },
      ),
    );
  });

  it('keep every one of them in their counts, in order, each in the bucket it is of', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 31 - 1 })), (micros) => {
        const counts = durationsOf(micros.map((each) => each / 1000)).counts();
        expect(counts.reduce((sum, [, count]) => sum + count, 0)).toBe(micros.length);
        const bounds = counts.map(([lower]) => lower);
        expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
        for (const each of micros) {
          const lower = bounds.findLast((bound) => bound <= each) ?? Number.NaN;
          expect(each - lower).toBeLessThanOrEqual(each < 256 ? 0 : each / 128);
        }
      }),
    );
  });
});
