import { describe, expect, it } from 'vitest';

import { marginOf } from './margin.ts';
import { named, optionOn } from './marks.fixture.ts';

describe('the margin of stocks', () => {
  // Source of the figures: IB, U.S. Stocks Margin (Reg T): long 50 % and 25 %; short 30 % above $16.67, $5 a share down
  // to $5, all of the value down to $2.50, $2.50 a share below.
  it.each([
    ['long', 100, 280, 14_000, 7000],
    ['short', -100, 280, 14_000, 8400],
    ['short at the price from which 30 % is more', -100, 20, 1000, 600],
    ['short where $5 a share is more than half', -100, 8, 500, 500],
    ['short where $5 a share is more than 30 %', -100, 15, 750, 500],
    ['short below $5', -100, 4, 400, 400],
    ['short below $2.50', -100, 1, 250, 250],
    ['none', 0, 280, 0, 0],
  ])('%s', (_, quantity, mark, initial, maintenance) => {
    const margin = marginOf(named('SPY'), quantity, { mark, underlying: null, dollarsPer: 1 });
    expect(margin).toEqual({ initial, maintenance });
  });

  it('is told in dollars', () => {
    const margin = marginOf(named('SPY'), 100, { mark: 100, underlying: null, dollarsPer: 1.1 });
    expect(margin.initial).toBeCloseTo(5500, 9);
  });
});

describe('the margin of one option', () => {
  // IB, US Options Margin, Naked Call and Naked Put. The underlying is at 100.
  it.each([
    ['a long call takes none', 1, 100, 'C', 6, 0],
    ['a short call at the money: price and 20 %', -1, 100, 'C', 6, 100 * (6 + 20)],
    ['a short call 5 out: 20 % less what it is out', -1, 105, 'C', 3, 100 * (3 + 15)],
    ['a short call 15 out: at least 10 % of the underlying', -1, 115, 'C', 1, 100 * (1 + 10)],
    ['a short call in the money: nothing is taken off', -1, 90, 'C', 12, 100 * (12 + 20)],
    ['a short put 5 out', -1, 95, 'P', 2, 100 * (2 + 15)],
    ['a short put 30 out: at least 10 % of the strike', -1, 70, 'P', 0.1, 100 * (0.1 + 7)],
    ['three short puts', -3, 100, 'P', 6, 300 * (6 + 20)],
  ] as const)('%s', (_, quantity, strike, right, mark, requirement) => {
    const prices = { mark, underlying: 100, dollarsPer: 1 };
    const margin = marginOf(optionOn(strike, right), quantity, prices);
    expect(margin.initial).toBeCloseTo(requirement, 9);
    expect(margin.maintenance).toBe(margin.initial);
  });
});

describe('the margin of others', () => {
  it('is a figure for each future, long or short', () => {
    const prices = { mark: 2750, underlying: null, dollarsPer: 1 };
    expect(marginOf(named('MESM0'), -3, prices)).toEqual({ initial: 3600, maintenance: 3270 });
  });

  it('is a share of a currency position', () => {
    const prices = { mark: 1.1, underlying: null, dollarsPer: 1 };
    const { initial, maintenance } = marginOf(named('EUR.USD'), 100_000, prices);
    expect([initial, maintenance].map((figure) => Math.round(figure))).toEqual([3300, 2750]);
  });
});
