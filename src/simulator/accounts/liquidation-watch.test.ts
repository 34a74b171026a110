import { beforeEach, describe, expect, it } from 'vitest';

import { Account } from './account.ts';
import { LiquidationWatch, liquidationWarningMs } from './liquidation-watch.ts';
import { marksOf, named, usd } from './marks.fixture.ts';

const spy = named('SPY');
let prices: { SPY: number };
let account: Account;
let now: number;
let notices: string[];
let closed: number[];
let watch: LiquidationWatch;

beforeEach(() => {
  prices = { SPY: 280 };
  now = 0;
  notices = [];
  closed = [];
  account = new Account('DU1000001', 60_000e6);
  account.book(spy, 400, 280, usd(0), marksOf(prices));
  watch = new LiquidationWatch({
    accounts: new Map([[account.id, account]]),
    marks: {
      markOf: (instrument) => marksOf(prices).markOf(instrument),
      underlyingMarkOf: () => null,
      dollarsPer: () => 1,
    },
    now: () => now,
    notice: (sentence) => notices.push(sentence),
    close: (_, { quantity }) => closed.push(quantity),
  });
});

describe('an account short of margin', () => {
  it('is warned first, and positions are closed when the warning has passed', () => {
    watch.check();
    expect(notices).toEqual([]);
    prices.SPY = 150;
    watch.check();
    expect(notices).toEqual([
      'The simulated account DU1000001 is short of maintenance margin by 7000.00 USD. Close positions: in 10 ' +
        'seconds the gateway begins to.',
    ]);
    now = liquidationWarningMs - 1;
    watch.check();
    expect(closed).toEqual([]);
    now = liquidationWarningMs;
    watch.check();
    expect(closed).toEqual([-189]);
    expect(notices).toHaveLength(1);
  });

  it('that recovers is left alone, and warned anew the next time', () => {
    prices.SPY = 150;
    watch.check();
    prices.SPY = 280;
    now = liquidationWarningMs;
    watch.check();
    prices.SPY = 150;
    watch.check();
    expect(closed).toEqual([]);
    expect(notices).toHaveLength(2);
  });
});
