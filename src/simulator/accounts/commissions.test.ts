import { describe, expect, it } from 'vitest';

import { readCatalogue, type ListedInstrument } from '../market/catalogue.ts';
import { orderCommission } from './commissions.ts';

const { instruments } = readCatalogue();

function named(localSymbol: string): ListedInstrument {
  const found = instruments.find((instrument) => instrument.localSymbol === localSymbol);
  if (found === undefined) throw new Error(`There is no ${localSymbol}.`);
  return found;
}

describe('commissions', () => {
  // The first three are the worked examples of IB, Commissions: Stocks, ETFs and Warrants, Fixed Pricing Structure; the
  // third with the maximum of 1 % that holds since 2019.
  it.each([
    ['100 shares at 25', 'SPY', 100, 2500, 1],
    ['1,000 shares at 25', 'SPY', 1000, 25_000, 5],
    ['1,000 shares at 0.25', 'SPY', 1000, 250, 2.5],
    ['the minimum of a small stock order', 'SPY', 10, 2800, 1],
    ['one per cent of a tiny order', 'F', 3, 18, 0.18],
    ['a price for each future', 'ESM0', 3, 430_000, 6.75],
    ['a price for each micro future', 'MESM0', 10, 143_000, 6.2],
    ['the minimum of a small currency order', 'EUR.USD', 20_000, 22_600, 2],
    ['a fifth of a basis point', 'EUR.USD', 1_000_000, 1_130_000, 22.6],
    ['nothing for nothing', 'SPY', 0, 0, 0],
  ])('%s', (_, symbol, quantity, value, charged) => {
    expect(orderCommission(named(symbol), quantity, value, 1)).toEqual({
      micros: charged * 1e6,
      currency: 'USD',
    });
  });

  it('of a currency pair are in dollars, whatever it is quoted in', () => {
    expect(orderCommission(named('USD.JPY'), 1_000_000, 105_000_000, 1 / 105)).toEqual({
      micros: 20e6,
      currency: 'USD',
    });
  });

  const plan = (commissionPlan: ListedInstrument['commissionPlan']): ListedInstrument => ({
    ...named('SPY'),
    commissionPlan,
    currency: commissionPlan === 'eu-stock' ? 'EUR' : 'USD',
  });

  it.each([
    ['at least 3 euros for a German stock', 'eu-stock', 10, 1000, 3, 'EUR'],
    ['five basis points of a German stock', 'eu-stock', 200, 22_000, 11, 'EUR'],
    ['at least a dollar for an option order', 'us-option', 1, 300, 1, 'USD'],
    ['65 cents a contract', 'us-option', 10, 3000, 6.5, 'USD'],
    ['ten basis points of a bond’s first 10,000 of face value', 'us-bond', 5, 5100, 5, 'USD'],
    ['and two and a half of what is beyond', 'us-bond', 30, 30_600, 15, 'USD'],
    ['at least a dollar for a bond', 'us-bond', 0.5, 510, 1, 'USD'],
  ] as const)('%s', (_, commissionPlan, quantity, value, charged, currency) => {
    const commission = orderCommission(plan(commissionPlan), quantity, value, 1.1);
    expect(commission).toEqual({ micros: charged * 1e6, currency });
  });
});
