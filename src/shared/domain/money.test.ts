import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  addMicros,
  fromMicros,
  MoneyRangeError,
  notionalMicros,
  shareMicros,
  toMicros,
} from './money.ts';

describe('micro-units', () => {
  it.each([
    [0, 0],
    [1, 1_000_000],
    [0.1, 100_000],
    [-0.000_000_4, 0],
    [-1.25, -1_250_000],
    [1.005, 1_005_000],
    [9_007_199_254, 9_007_199_254_000_000],
  ])('%d units are %d', (units, micros) => {
    expect(toMicros(units)).toBe(micros);
  });

  it.each([Number.NaN, Infinity, -Infinity, 1e10, -1e10, 1.797_693_134_862_315_7e308])(
    '%d cannot be held and is refused',
    (units) => {
      expect(() => toMicros(units)).toThrow(MoneyRangeError);
    },
  );

  it('a sum out of range is refused rather than rounded', () => {
    expect(() => addMicros(Number.MAX_SAFE_INTEGER, 1)).toThrow(MoneyRangeError);
    expect(() => notionalMicros(1e6, 1e6, 1)).toThrow(MoneyRangeError);
  });

  it('a thousand tenths are a hundred, to the micro-unit', () => {
    let sum = 0;
    for (let times = 0; times < 1000; times += 1) sum = addMicros(sum, toMicros(0.1));
    expect(fromMicros(sum)).toBe(100);
  });

  it('never shows a loss of nothing', () => {
    for (const nothing of [
      toMicros(-0.000_000_1),
      addMicros(5, -5),
      notionalMicros(0, -5, 1),
      shareMicros(-1, 0, 3),
    ]) {
      expect(Object.is(nothing, 0)).toBe(true);
    }
  });
});

describe('what a quantity is worth', () => {
  it.each([
    [257.95, 1, 1, 257_950_000],
    [257.95, -1, 1, -257_950_000],
    [2741.25, 2, 5, 27_412_500_000],
    [1.087_65, 20_000, 1, 21_753_000_000],
    [-37.63, 1, 1000, -37_630_000_000],
  ])('%d × %d × %d', (price, quantity, multiplier, micros) => {
    expect(notionalMicros(price, quantity, multiplier)).toBe(micros);
  });
});

describe('a share of a sum', () => {
  it.each([
    [100, 1, 3, 33],
    [100, 2, 3, 67],
    [100, 3, 3, 100],
    [-100, 1, 4, -25],
    [100, -1, -4, 25],
  ])('of %d: %d of %d', (sum, part, whole, share) => {
    expect(shareMicros(sum, part, whole)).toBe(share);
  });

  it('and the rest make the whole, and no share is larger than it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e15, max: 1e15 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 1000 }),
        (sum, a, b) => {
          const share = shareMicros(sum, a, a + b);
          expect(addMicros(share, addMicros(sum, -share))).toBe(sum);
          expect(Math.abs(share)).toBeLessThanOrEqual(Math.abs(sum));
        },
      ),
    );
  });
});
