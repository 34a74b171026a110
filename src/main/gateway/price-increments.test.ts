import { describe, expect, it } from 'vitest';

import { tickAt } from '#shared/domain/price-increment.ts';

import { parsePriceIncrements } from './price-increments.ts';

const optionRule = [
  { lowEdge: 0, increment: 0.01 },
  { lowEdge: 3, increment: 0.05 },
];

describe('the smallest step of a price', () => {
  it.each([
    [0, 0.01],
    [2.99, 0.01],
    [3, 0.05],
    [120, 0.05],
    [-2, 0.01],
    [-40, 0.05],
  ])('at %d is %d', (price, tick) => {
    expect(tickAt(optionRule, price)).toBe(tick);
  });

  it('below the first edge is that of the first', () => {
    expect(tickAt([{ lowEdge: 1, increment: 0.25 }], 0.5)).toBe(0.25);
  });

  it('is not made up', () => {
    expect(() => tickAt([], 5)).toThrow(RangeError);
  });
});

describe('the steps of a market rule', () => {
  it('come in order of price, without those that are none', () => {
    expect(
      parsePriceIncrements([
        { lowEdge: 3, increment: 0.05 },
        { lowEdge: 0, increment: 0.01 },
        { lowEdge: 5, increment: 0 },
        { lowEdge: Number.NaN, increment: 1 },
        { lowEdge: 7 },
        null,
        'a step',
      ]),
    ).toEqual(optionRule);
  });
});
