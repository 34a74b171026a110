import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ListedInstrument } from '../market/catalogue.ts';
import { Account } from './account.ts';
import { averageCost } from './holding.ts';
import { marksOf, named, optionOn, usd } from './marks.fixture.ts';

const spy = named('SPY');
const mes = named('MESM0');

describe('an account', () => {
  it('pays for stocks in full and carries their value', () => {
    const account = new Account('DU1000001', 100_000e6);
    account.book(spy, 100, 280, usd(1), marksOf({ SPY: 280 }));
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
    account.book(mes, 2, 2750, usd(1.24), marksOf({ MESM0: 2750 }));
    expect(account.figures(marksOf({ MESM0: 2760 }))).toMatchObject({
      totalCash: 100_098.76,
      futuresPnl: 100,
      netLiquidation: 100_098.76,
      initialMargin: 2400,
      grossPositionValue: 0,
    });
    const { realizedMicros } = account.book(mes, -2, 2760, usd(1.24), marksOf({ MESM0: 2760 }));
    expect(realizedMicros).toBe(97.52e6);
    expect(account.figures(marksOf({ MESM0: 2760 })).totalCash).toBeCloseTo(100_097.52, 6);
  });

  it('says what a closing fill realised, commissions deducted, and nothing for an opening one', () => {
    const account = new Account('DU1000001', 100_000e6);
    const marks = marksOf({ SPY: 280 });
    expect(account.book(spy, 100, 280, usd(1), marks).realizedMicros).toBeNull();
    expect(account.book(spy, -40, 290, usd(1), marks).realizedMicros).toBe(398.6e6);
    expect(account.book(spy, -100, 270, usd(1), marks).realizedMicros).toBe(-601.2e6);
    expect(account.held(spy)).toMatchObject({ quantity: -40, costMicros: -10_800e6 });
    expect(averageCost(account.held(spy))).toBe(269.99);
  });

  it('starts a new day with what it holds, at the old day’s last marks', () => {
    const account = new Account('DU1000001', 100_000e6);
    account.book(spy, 100, 280, usd(1), marksOf({ SPY: 280 }));
    account.book(mes, 1, 2750, usd(0), marksOf({ MESM0: 2750 }));
    account.book(mes, -1, 2760, usd(0), marksOf({ MESM0: 2760 }));
    account.beginDay(marksOf({ SPY: 285 }));
    const figures = account.figures(marksOf({ SPY: 286 }));
    expect(figures).toMatchObject({ dailyPnl: 100, realizedToday: 0 });
    expect(account.dailyPnlOf(account.held(spy), 286)).toBe(100);
    expect(account.holdings.has(mes.conId)).toBe(false);
  });

  it('pays for a stock in euros with euros', () => {
    const account = new Account('DU1000001', 100_000e6);
    const sap = { ...spy, conId: 7, localSymbol: 'SAP', currency: 'EUR' };
    const marks = marksOf({ SAP: 100 });
    account.book(sap, 100, 100, { micros: 5e6, currency: 'EUR' }, marks);
    expect(account.cash()).toEqual([
      ['USD', 100_000e6],
      ['EUR', -10_005e6],
    ]);
    const [dollars, euros] = account.ledgers(marks);
    expect(dollars).toMatchObject({ currency: 'USD', cash: 100_000, stockValue: 0 });
    expect(euros).toMatchObject({
      currency: 'EUR',
      exchangeRate: 1.1285,
      cash: -10_005,
      stockValue: 10_000,
      unrealized: -5,
    });
    expect(account.figures(marks).netLiquidation).toBeCloseTo(100_000 - 5 * 1.1285, 6);
  });

  it('exchanges money in a currency trade, commission in dollars', () => {
    const account = new Account('DU1000001', 100_000e6);
    const marks = marksOf({ 'USD.JPY': 105.305, 'EUR.USD': 1.1285 });
    account.book(named('EUR.USD'), 20_000, 1.13, usd(2), marks);
    expect(account.cash()).toEqual([
      ['USD', 77_398e6],
      ['EUR', 20_000e6],
    ]);
    account.book(named('USD.JPY'), 10_000, 105, usd(2), marks);
    expect(account.cash()).toEqual([
      ['USD', 87_396e6],
      ['EUR', 20_000e6],
      ['JPY', -1_050_000e6],
    ]);
  });

  it('tells the realised P&L of a fill in the currency of its commission', () => {
    const account = new Account('DU1000001', 100_000e6);
    const marks = marksOf({ 'USD.JPY': 105.305 });
    const pair = named('USD.JPY');
    account.book(pair, 10_000, 105.305, usd(2), marks);
    const { realizedMicros } = account.book(pair, -10_000, 105.305, usd(2), marks);
    expect(realizedMicros).toBeCloseTo(-4e6, -1);
  });

  it('cannot borrow against options, and pays for them in full', () => {
    const account = new Account('DU1000001', 100_000e6);
    const call = optionOn(300, 'C');
    const marks = marksOf({ SPY: 290, C300: 4 });
    account.book(call, 10, 4, usd(6.5), marks);
    expect(account.figures(marks)).toMatchObject({
      totalCash: 95_993.5,
      optionValue: 4000,
      netLiquidation: 99_993.5,
      equityWithLoan: 95_993.5,
      initialMargin: 0,
      availableFunds: 95_993.5,
    });
  });

  it('tells the equity with loan value that it began the day with', () => {
    const account = new Account('DU1000001', 100_000e6);
    const marks = marksOf({ SPY: 290, C300: 4 });
    account.book(optionOn(300, 'C'), 10, 4, usd(0), marks);
    account.beginDay(marks);
    const later = marksOf({ SPY: 290, C300: 9 });
    expect(account.figures(later)).toMatchObject({ dayStartEquity: 96_000, dailyPnl: 5000 });
  });

  it('never makes or loses money but by prices and commissions', () => {
    const prices = {
      SPY: 280.25,
      MESM0: 2750.25,
      'EUR.USD': 1.1285,
      'USD.JPY': 105.305,
      SAP: 101.5,
      P280: 7.35,
    };
    const sap = { ...spy, conId: 7, localSymbol: 'SAP', currency: 'EUR' };
    const instrumentOf = (symbol: keyof typeof prices): ListedInstrument =>
      symbol === 'SAP' ? sap : symbol === 'P280' ? optionOn(280, 'P') : named(symbol);
    const fill = fc.record({
      symbol: fc.constantFrom<keyof typeof prices>(
        'SPY',
        'MESM0',
        'EUR.USD',
        'USD.JPY',
        'SAP',
        'P280',
      ),
      quantity: fc.integer({ min: -300, max: 300 }).filter((quantity) => quantity !== 0),
      commission: fc.integer({ min: 0, max: 500 }),
    });
    const marks = marksOf(prices);
    fc.assert(
      fc.property(fc.array(fill, { minLength: 1, maxLength: 40 }), (fills) => {
        const account = new Account('DU1000001', 1_000_000e6);
        let commissions = 0;
        for (const { symbol, quantity, commission } of fills) {
          const instrument = instrumentOf(symbol);
          account.book(instrument, quantity, prices[symbol], usd(commission / 100), marks);
          commissions += commission / 100;
        }
        const figures = account.figures(marks);
        // Traded at the mark, so all that is gone is the commissions.
        expect(figures.netLiquidation).toBeCloseTo(1_000_000 - commissions, 3);
        expect(figures.realizedToday + figures.unrealized).toBeCloseTo(-commissions, 3);
        expect(figures.dailyPnl).toBeCloseTo(-commissions, 3);
        const inLedgers = account.ledgers(marks).reduce((sum, ledger) => {
          const { cash, stockValue, optionValue, futuresPnl, exchangeRate } = ledger;
          return sum + (cash + stockValue + optionValue + futuresPnl) * exchangeRate;
        }, 0);
        expect(inLedgers).toBeCloseTo(figures.netLiquidation, 6);
      }),
    );
  });

  it('changes with prices by exactly what its positions change', () => {
    const account = new Account('DU1000001', 1_000_000e6);
    const before = marksOf({ SPY: 280, MESM0: 2750, P280: 7 });
    account.book(spy, 150, 280, usd(1), before);
    account.book(mes, -3, 2750, usd(1.86), before);
    account.book(optionOn(280, 'P'), -2, 7, usd(1.3), before);
    const moves = fc.record({
      SPY: fc.integer({ min: 1, max: 60_000 }).map((cents) => cents / 100),
      MESM0: fc.integer({ min: 1, max: 24_000 }).map((quarters) => quarters / 4),
      P280: fc.integer({ min: 1, max: 5000 }).map((cents) => cents / 100),
    });
    fc.assert(
      fc.property(moves, (prices) => {
        const change =
          account.figures(marksOf(prices)).netLiquidation - account.figures(before).netLiquidation;
        const positions =
          150 * (prices.SPY - 280) - 15 * (prices.MESM0 - 2750) - 200 * (prices.P280 - 7);
        expect(change).toBeCloseTo(positions, 4);
      }),
    );
  });
});
