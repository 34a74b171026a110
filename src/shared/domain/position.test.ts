import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { notionalMicros } from './money.ts';
import {
  adoptedPosition,
  applyFill,
  averageCost,
  tidyQuantity,
  unrealizedPnlMicros,
  type Position,
} from './position.ts';

const flat: Position = {
  accountId: 'DU9000001',
  instrumentId: 265598,
  displaySymbol: 'AAPL',
  currency: 'USD',
  multiplier: 1,
  quantity: 0,
  costBasisMicros: 0,
  realizedPnlMicros: 0,
  commissionsMicros: 0,
};

type Fill = readonly [signedQuantity: number, price: number];

const after = (fills: readonly Fill[], start: Position = flat): Position =>
  fills.reduce((position, [quantity, price]) => applyFill(position, quantity, price), start);

describe('a position after fills', () => {
  const cases: readonly [
    name: string,
    fills: readonly Fill[],
    held: readonly [quantity: number, average: number | null, realized: number],
  ][] = [
    ['a buy opens', [[10, 100]], [10, 100, 0]],
    ['a sale opens short', [[-10, 100]], [-10, 100, 0]],
    [
      'a second buy averages',
      [
        [10, 100],
        [30, 104],
      ],
      [40, 103, 0],
    ],
    [
      'a second sale averages',
      [
        [-10, 100],
        [-10, 90],
      ],
      [-20, 95, 0],
    ],
    [
      'a sale of part realises its part',
      [
        [10, 100],
        [-4, 110],
      ],
      [6, 100, 40],
    ],
    [
      'a sale of all is flat',
      [
        [10, 100],
        [-10, 95],
      ],
      [0, null, -50],
    ],
    [
      'a buy back realises',
      [
        [-10, 100],
        [4, 90],
      ],
      [-6, 100, 40],
    ],
    [
      'a buy back of all is flat',
      [
        [-10, 100],
        [10, 110],
      ],
      [0, null, -100],
    ],
    [
      'a sale beyond crosses',
      [
        [10, 100],
        [-15, 110],
      ],
      [-5, 110, 100],
    ],
    [
      'a buy beyond crosses',
      [
        [-10, 100],
        [15, 90],
      ],
      [5, 90, 100],
    ],
    [
      'prices may be below zero',
      [
        [2, -10],
        [-2, -4],
      ],
      [0, null, 12],
    ],
    [
      'fractions close to nothing',
      [
        [0.1, 100],
        [0.2, 100],
        [-0.3, 100],
      ],
      [0, null, 0],
    ],
  ];
  it.each(cases)('%s', (_name, fills, [quantity, average, realized]) => {
    const position = after(fills);
    expect(position.quantity).toBe(quantity);
    expect(averageCost(position)).toBe(average);
    expect(position.realizedPnlMicros).toBe(realized * 1e6);
  });

  it('counts the multiplier of a future', () => {
    const position = after(
      [
        [2, 2741.25],
        [-1, 2751.25],
      ],
      { ...flat, multiplier: 5 },
    );
    expect(position).toMatchObject({ costBasisMicros: 13_706_250_000, realizedPnlMicros: 50e6 });
    expect(averageCost(position)).toBe(2741.25);
    expect(unrealizedPnlMicros(position, 2742.25)).toBe(5e6);
  });

  it('leaves the position it was given as it was', () => {
    const before = after([[10, 100]]);
    const copy = { ...before };
    applyFill(before, -4, 110);
    expect(before).toEqual(copy);
  });
});

const fill = fc.tuple(
  fc
    .integer({ min: -500, max: 500 })
    .filter((tenths) => tenths !== 0)
    .map((tenths) => tenths / 10),
  fc.integer({ min: -500, max: 100_000 }).map((cents) => cents / 100),
);
const fills = fc.array(fill, { maxLength: 40 });
const multiplier = fc.constantFrom(1, 5, 50, 100);

describe('whatever fills in whatever order', () => {
  it('the quantity is their sum, and a flat position has no cost', () => {
    fc.assert(
      fc.property(fills, multiplier, (each, times) => {
        const position = after(each, { ...flat, multiplier: times });
        const sum = each.reduce((total, [quantity]) => tidyQuantity(total + quantity), 0);
        expect(position.quantity).toBe(sum);
        fc.pre(sum === 0);
        expect(position.costBasisMicros).toBe(0);
      }),
    );
  });

  it('realised and unrealised P&L together are the money that went in and out, at any mark', () => {
    fc.assert(
      fc.property(fills, multiplier, fc.integer({ min: 1, max: 1e5 }), (each, times, cents) => {
        const mark = cents / 100;
        const position = after(each, { ...flat, multiplier: times });
        const spent = each.reduce(
          (total, [quantity, price]) => total + notionalMicros(price, quantity, times),
          0,
        );
        const worth = notionalMicros(mark, position.quantity, times);
        const pnl = position.realizedPnlMicros + unrealizedPnlMicros(position, mark);
        // Each crossing of zero values its two parts apart and may round by a micro-unit.
        expect(Math.abs(pnl - (worth - spent))).toBeLessThanOrEqual(each.length * 2);
      }),
    );
  });

  it('buying and selling swapped is the same position the other way round', () => {
    fc.assert(
      fc.property(fills, (each) => {
        const long = after(each);
        const short = after(each.map(([quantity, price]) => [-quantity, price] as const));
        expect(short.quantity).toBe(tidyQuantity(-long.quantity));
        expect(Math.abs(short.costBasisMicros + long.costBasisMicros)).toBeLessThanOrEqual(
          each.length,
        );
      }),
    );
  });

  it('commissions are not touched', () => {
    fc.assert(
      fc.property(fills, (each) => {
        expect(after(each, { ...flat, commissionsMicros: 7 }).commissionsMicros).toBe(7);
      }),
    );
  });
});

describe('an adopted position', () => {
  it.each([
    [10, 256.1, 1, 2_561_000_000, 256.1],
    [-3, 2100.6321, 100, -6_301_896_300, 21.006_321],
    [1, 6384.43, 1000, 6_384_430_000, 6.384_43],
    [0, 0, 1, 0, null],
  ])('of %d at %d with multiplier %d', (quantity, cost, times, costBasisMicros, average) => {
    const { accountId, instrumentId, displaySymbol, currency } = flat;
    const base = { accountId, instrumentId, displaySymbol, currency, multiplier: times };
    const position = adoptedPosition(base, quantity, cost);
    expect(position).toMatchObject({ quantity, costBasisMicros, realizedPnlMicros: 0 });
    expect(averageCost(position)).toBe(average);
  });
});

it.each([
  [0.1 + 0.2, 0.3],
  [-0, 0],
  [-1e-12, 0],
  [0.123_456_78, 0.123_456_78],
  [1e9 + 0.1, 1e9 + 0.1],
])('tidies %d to %d', (quantity, expected) => {
  expect(tidyQuantity(quantity)).toBe(expected);
});
