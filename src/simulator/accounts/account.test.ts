import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readCatalogue, type ListedInstrument } from '../market/catalogue.ts';
import { Account, type Marks } from './account.ts';
import type { Commission } from './commissions.ts';
import { averageCost } from './holding.ts';

const { instruments } = readCatalogue();

function named(localSymbol: string): ListedInstrument {
  const found = instruments.find((instrument) => instrument.localSymbol === localSymbol);
  if (found === undefined) throw new Error(`There is no ${localSymbol}.`);
  return found;
}

/** By the prices that the tests trade at, so that exchanging money costs nothing. */
const dollars: Record<string, number> = { JPY: 1 / 105.305, EUR: 1.1285 };

function marksOf(prices: Record<string, number>): Marks {
  return {
    markOf: (instrument) => prices[instrument.localSymbol] ?? 0,
    underlyingMarkOf: () => null,
    dollarsPer: (currency) => dollars[currency] ?? 1,
  };
}

function usd(micros: number): Commission {
  return { micros, currency: 'USD' };
}

const spy = named('SPY');
const mes = named('MESM0');

describe('an account', () => {
  it('pays for stocks in full and carries their value', () => {
    const account = new Account('DU1000001', 100_000e6);
    account.book(spy, 100, 280, usd(1e6), marksOf({ SPY: 280 }));
    expect(account.figures(marksOf({ SPY: 285 }))).toMatchObject({
      totalCash: 71_999,
      stockValue: 28_500,
      netLiquidation: 100_499,
      unrealized: 499,
      initialMargin: 14_250,
      maintenanceMargin: 7_125,
      availableFunds: 86_249,
      buyingPower: 172_498,
      dailyPnl: 499,
    });
    expect(averageCost(account.held(spy))).toBe(280.01);
  });

  it('settles only the P&L of futures, by their multiplier', () => {
    const account = new Account('DU1000001', 100_000e6);
    account.book(mes, 2, 2750, usd(1.24e6), marksOf({ MESM0: 2750 }));
    expect(account.figures(marksOf({ MESM0: 2760 }))).toMatchObject({
      totalCash: 100_098.76,
      futuresPnl: 100,
      netLiquidation: 100_098.76,
      initialMargin: 2400,
      grossPositionValue: 0,
    });
    const { realizedMicros } = account.book(mes, -2, 2760, usd(1.24e6), marksOf({ MESM0: 2760 }));
    expect(realizedMicros).toBe(97.52e6);
    expect(account.figures(marksOf({ MESM0: 2760 })).totalCash).toBeCloseTo(100_097.52, 6);
  });

  it('says what a closing fill realised, commissions deducted, and nothing for an opening one', () => {
    const account = new Account('DU1000001', 100_000e6);
    const marks = marksOf({ SPY: 280 });
    expect(account.book(spy, 100, 280, usd(1e6), marks).realizedMicros).toBeNull();
    expect(account.book(spy, -40, 290, usd(1e6), marks).realizedMicros).toBe(398.6e6);
    expect(account.book(spy, -100, 270, usd(1e6), marks).realizedMicros).toBe(-601.2e6);
    expect(account.held(spy)).toMatchObject({ quantity: -40, costMicros: -10_800e6 });
    expect(averageCost(account.held(spy))).toBe(269.99);
  });

  it('starts a new day with what it holds, at the old day’s last marks', () => {
    const account = new Account('DU1000001', 100_000e6);
    account.book(spy, 100, 280, usd(1e6), marksOf({ SPY: 280 }));
    account.book(mes, 1, 2750, usd(0), marksOf({ MESM0: 2750 }));
    account.book(mes, -1, 2760, usd(0), marksOf({ MESM0: 2760 }));
    account.beginDay(marksOf({ SPY: 285 }));
    const figures = account.figures(marksOf({ SPY: 286 }));
    expect(figures).toMatchObject({ dailyPnl: 100, realizedToday: 0 });
    expect(account.dailyPnlOf(account.held(spy), 286)).toBe(100);
    expect(account.holdings.has(mes.conId)).toBe(false);
  });

  it('never makes or loses money but by prices and commissions', () => {
    const prices = { SPY: 280.25, MESM0: 2750.25, 'EUR.USD': 1.1285, 'USD.JPY': 105.305 };
    const fill = fc.record({
      symbol: fc.constantFrom<keyof typeof prices>('SPY', 'MESM0', 'EUR.USD', 'USD.JPY'),
      quantity: fc.integer({ min: -300, max: 300 }).filter((quantity) => quantity !== 0),
      commission: fc.integer({ min: 0, max: 500 }),
    });
    const marks = marksOf(prices);
    fc.assert(
      fc.property(fc.array(fill, { minLength: 1, maxLength: 40 }), (fills) => {
        const account = new Account('DU1000001', 1_000_000e6);
        let commissions = 0;
        for (const { symbol, quantity, commission } of fills) {
          account.book(named(symbol), quantity, prices[symbol], usd(commission * 10_000), marks);
          commissions += commission / 100;
        }
        const figures = account.figures(marks);
        // Traded at the mark, so all that is gone is the commissions.
        expect(figures.netLiquidation).toBeCloseTo(1_000_000 - commissions, 3);
        expect(figures.realizedToday + figures.unrealized).toBeCloseTo(-commissions, 3);
        expect(figures.dailyPnl).toBeCloseTo(-commissions, 3);
      }),
    );
  });
});
