import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isOnIncrement, isOnTick, priceDigits, toTicks } from './instrument.ts';

const ticks = [0.01, 0.05, 0.1, 0.25, 1, 5, 0.000_05, 0.015_625];

describe('the tick', () => {
  it.each([
    [13.26, 0.01, true],
    [0.1 + 0.2, 0.01, true],
    [13.265, 0.01, false],
    [2741.25, 0.25, true],
    [2741.3, 0.25, false],
    [1.087_65, 0.000_05, true],
    [1.087_66, 0.000_05, false],
    [-37.63, 0.01, true],
    [0, 0.01, true],
    [110.031_25, 0.015_625, true],
    [Number.NaN, 0.01, false],
    [Infinity, 0.01, false],
    [10, 0, false],
  ])('%d on %d: %s', (price, minTick, expected) => {
    expect(isOnTick(price, minTick)).toBe(expected);
  });

  it('holds every price made of whole ticks, and none half a tick off', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000, max: 1_000_000 }),
        fc.constantFrom(...ticks),
        (count, minTick) => {
          expect(isOnTick(count * minTick, minTick)).toBe(true);
          expect(isOnTick((count + 0.5) * minTick, minTick)).toBe(false);
          expect(toTicks(count * minTick, minTick)).toBe(count);
        },
      ),
    );
  });

  it('compares prices that differ only as doubles as the same', () => {
    expect(toTicks(0.1 + 0.2, 0.01)).toBe(toTicks(0.3, 0.01));
  });
});

describe('the size increment', () => {
  it.each([
    [10, 1, true],
    [10.5, 1, false],
    [0.3, 0.1, true],
    [0.000_1, 0.000_1, true],
    [20_000, 1000, true],
    [20_500, 1000, false],
  ])('%d of %d: %s', (quantity, sizeIncrement, expected) => {
    expect(isOnIncrement(quantity, sizeIncrement)).toBe(expected);
  });
});

describe('the digits of a price', () => {
  it.each([
    [0.01, 2],
    [0.25, 2],
    [0.05, 2],
    [0.1, 1],
    [1, 0],
    [5, 0],
    [10, 0],
    [100, 0],
    [0.000_05, 5],
    [0.000_001, 6],
    [0.015_625, 6],
  ])('of tick %d are %i', (minTick, digits) => {
    expect(priceDigits(minTick)).toBe(digits);
  });

  it.each(ticks)('show every tick of %d', (minTick) => {
    for (let count = 1; count <= 40; count += 1) {
      const shown = Number((count * minTick).toFixed(priceDigits(minTick)));
      expect(toTicks(shown, minTick)).toBe(count);
    }
  });
});
