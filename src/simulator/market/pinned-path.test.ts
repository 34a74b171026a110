import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { normals, seededRandom } from '../random.ts';
import { drawPlacement, pinnedPath } from './pinned-path.ts';

const prices = fc
  .tuple(
    fc.double({ min: 1, max: 5000, noNaN: true }),
    fc.double({ min: 1, max: 5000, noNaN: true }),
    fc.double({ min: 0, max: 500, noNaN: true }),
    fc.double({ min: 0, max: 0.9, noNaN: true }),
  )
  .map(([open, close, above, below]) => ({
    open,
    close,
    high: Math.max(open, close) + above,
    low: Math.min(open, close) * (1 - below),
  }));

describe('a pinned path', () => {
  it('starts at the open, ends at the close, touches high and low and never leaves them', () => {
    fc.assert(
      fc.property(prices, fc.integer({ min: 5, max: 400 }), fc.integer(), (range, steps, seed) => {
        const random = seededRandom(seed);
        const placement = drawPlacement(random, range.close < range.open);
        const path = pinnedPath(range, steps, placement, normals(random));
        expect(path).toHaveLength(steps + 1);
        expect(path[0]).toBe(range.open);
        expect(path[steps]).toBe(range.high > range.low ? range.close : range.open);
        expect(Math.max(...path)).toBe(range.high);
        expect(Math.min(...path)).toBe(range.low);
      }),
    );
  });

  it('is the same for the same seed and another for another', () => {
    const range = { open: 100, high: 103, low: 98, close: 101 };
    const draw = (seed: number): number[] => {
      const random = seededRandom(seed);
      return [...pinnedPath(range, 390, drawPlacement(random, false), normals(random))];
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('stands still when the day did', () => {
    const flat = { open: 7, high: 7, low: 7, close: 7 };
    const path = pinnedPath(flat, 10, { first: 0.2, second: 0.4, highFirst: true }, () => 1);
    expect(new Set(path)).toEqual(new Set([7]));
  });
});
