import { describe, expect, it } from 'vitest';

import { Account } from './account.ts';
import { settleExpired } from './expiry.ts';
import { marksOf, named, optionOn, usd } from './marks.fixture.ts';

describe('what has ended', () => {
  it.each([
    ['a call in the money', optionOn(280, 'C'), 290, 10],
    ['a call out of the money', optionOn(300, 'C'), 290, 0],
    ['a put in the money', optionOn(300, 'P'), 290, 10],
    ['a put out of the money', optionOn(280, 'P'), 290, 0],
  ])('%s is settled at what it is worth in itself', (_, option, spot, worth) => {
    const account = new Account('DU1000001', 100_000e6);
    const { localSymbol } = option;
    account.book(option, -2, 5, usd(0), marksOf({ SPY: 290, [localSymbol]: 5 }));
    // The last quote may be a cent beside.
    const marks = marksOf({ SPY: spot, [localSymbol]: worth + 0.01 });
    settleExpired(account, '20200320', marks);
    expect(account.held(option).quantity).toBe(0);
    expect(account.figures(marks).netLiquidation).toBeCloseTo(100_000 + 200 * (5 - worth), 6);
  });

  it('is settled at its last price where it is a future', () => {
    const account = new Account('DU1000001', 100_000e6);
    const mes = named('MESM0');
    account.book(mes, 2, 2750, usd(0), marksOf({ MESM0: 2750 }));
    settleExpired(account, '20200618', marksOf({ MESM0: 2800 }));
    expect(account.held(mes).quantity).toBe(2);
    settleExpired(account, '20200619', marksOf({ MESM0: 2800 }));
    expect(account.held(mes).quantity).toBe(0);
    expect(account.cashIn('USD')).toBe(100_500e6);
  });

  it('does not touch what goes on', () => {
    const account = new Account('DU1000001', 100_000e6);
    account.book(named('SPY'), 10, 280, usd(0), marksOf({ SPY: 280 }));
    settleExpired(account, '20300101', marksOf({ SPY: 280 }));
    expect(account.held(named('SPY')).quantity).toBe(10);
  });
});
