import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';

import { readCatalogue, type ListedInstrument } from './catalogue.ts';
import type { InstrumentMarket } from './instrument-market.ts';
import { Market } from './market.ts';
import { sessionMs } from './trading-calendar.ts';

const catalogue = readCatalogue();
let market: Market;

beforeEach(() => {
  market = new Market(catalogue, [], 1);
});

function named(localSymbol: string, of: Market = market): InstrumentMarket {
  const found = of.instruments.find((instrument) => instrument.localSymbol === localSymbol);
  if (found === undefined) throw new Error(`There is no ${localSymbol}.`);
  return of.of(found);
}

const crash = '2020-03-09';

describe('the simulated market', () => {
  it('has at least 40 instruments: stocks, ETFs, futures, currencies and a bond', () => {
    expect(catalogue.instruments.length).toBeGreaterThanOrEqual(40);
    const kinds = new Set(catalogue.instruments.map(({ secType }) => secType));
    expect(kinds).toEqual(new Set(['STK', 'FUT', 'CASH', 'BOND', 'IND']));
    const ids = catalogue.instruments.map(({ conId }) => conId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says which conIds are made up, and makes them up where none is real', () => {
    for (const { conId, conIdIsReal } of catalogue.instruments) {
      expect(conId > 900_000_000).toBe(!conIdIsReal);
    }
    expect(named('SPY').instrument.conId).toBe(756733);
    expect(named('EUR.USD').instrument.conId).toBe(12087792);
  });

  it('moves the index ETF through the real day: a tenth of the index', () => {
    const day = market.calendar.positionOnOrAfter(crash);
    const { open, high, low, close } = named('SPY').bar(
      day * sessionMs,
      (day + 1) * sessionMs,
      'TRADES',
    );
    expect({ open, high, low, close }).toEqual({
      open: 286.39,
      high: 286.39,
      low: 273.44,
      close: 274.66,
    });
    expect(named('SPY').previousClose(day)).toBe(297.24);
  });

  it('streams a whole day that touches what the daily bar says and stays within it', () => {
    const day = market.calendar.positionOnOrAfter(crash);
    const spy = named('SPY');
    let high = -Infinity;
    let low = Infinity;
    for (let second = 0; second < sessionMs / 1000; second += 1) {
      const { last } = spy.quoteAt(day * sessionMs + second * 1000, second);
      high = Math.max(high, last ?? 0);
      low = Math.min(low, last ?? Infinity);
    }
    expect({ high, low }).toEqual({ high: 286.39, low: 273.44 });
  });

  it('gives the same ticks for the same seed, in whatever order they are asked for', () => {
    const again = new Market(catalogue, [], 1);
    const other = new Market(catalogue, [], 2);
    const start = market.calendar.positionOnOrAfter(crash) * sessionMs;
    const moments = Array.from({ length: 50 }, (_, i) => start + i * 97_250);
    for (const symbol of ['SPY', 'AAPL', 'MESM0', 'EUR.USD', 'TLT']) {
      const quotes = moments.map((moment, i) => named(symbol).quoteAt(moment, i));
      const backwards = moments
        .map((moment, i) => ({ moment, i }))
        .toReversed()
        .map(({ moment, i }) => named(symbol, again).quoteAt(moment, i))
        .toReversed();
      expect(backwards).toEqual(quotes);
      expect(moments.map((moment, i) => named(symbol, other).quoteAt(moment, i))).not.toEqual(
        quotes,
      );
    }
  });

  it('quotes every tradable instrument with a bid below the ask, both on the tick, around the last', () => {
    const start = market.calendar.positionOnOrAfter(crash) * sessionMs;
    const tradable = catalogue.instruments.filter(
      (instrument: ListedInstrument) => instrument.tradable,
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...tradable),
        fc.nat({ max: 3 * sessionMs }),
        (instrument, after) => {
          const quote = market.of(instrument).quoteAt(start + after, after);
          const last = market.of(instrument).lastAt(start + after);
          const increment = market.incrementAt(instrument, last);
          const ticks = (price: number | null): number => (price ?? NaN) / increment;
          for (const price of [quote.bid, quote.ask]) {
            expect(Math.abs(ticks(price) - Math.round(ticks(price)))).toBeLessThan(1e-6);
          }
          expect(Math.round(ticks(quote.ask) - ticks(quote.bid))).toBe(instrument.spreadTicks);
          expect(quote.bid ?? Infinity).toBeLessThanOrEqual(last);
          expect(quote.ask ?? -Infinity).toBeGreaterThanOrEqual(last);
          expect(quote.bidSize).toBeGreaterThan(0);
          expect(quote.low).toBeLessThanOrEqual(last);
          expect(quote.high).toBeGreaterThanOrEqual(last);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('makes bars that are what was streamed', () => {
    const start = market.calendar.positionOnOrAfter(crash) * sessionMs + 37 * 60_000;
    for (const symbol of ['SPY', 'TSLA', 'MESM0']) {
      const streamed = Array.from({ length: 61 }, (_, s) => named(symbol).lastAt(start + s * 1000));
      const bar = named(symbol).bar(start, start + 60_000, 'TRADES');
      expect(bar).toMatchObject({
        open: streamed[0],
        close: streamed.at(-1),
        high: Math.max(...streamed),
        low: Math.min(...streamed),
      });
    }
  });

  it('adds minutes up to hours and days', () => {
    const day = market.calendar.positionOnOrAfter(crash);
    const aapl = named('AAPL');
    const whole = aapl.bar(day * sessionMs, (day + 1) * sessionMs, 'TRADES');
    const minutes = Array.from({ length: 390 }, (_, m) =>
      aapl.bar(day * sessionMs + m * 60_000, day * sessionMs + (m + 1) * 60_000, 'TRADES'),
    );
    expect(Math.max(...minutes.map(({ high }) => high))).toBe(whole.high);
    expect(Math.min(...minutes.map(({ low }) => low))).toBe(whole.low);
    expect(minutes.at(-1)?.close).toBe(whole.close);
    expect(minutes.reduce((sum, { volume }) => sum + volume, 0)).toBeCloseTo(whole.volume, -3);
  });

  it('lets instruments follow the index by their beta', () => {
    const day = market.calendar.positionOnOrAfter('2020-03-16');
    const moved = (symbol: string): number => {
      const bar = named(symbol).bar(day * sessionMs, (day + 1) * sessionMs, 'TRADES');
      return bar.close / named(symbol).previousClose(day) - 1;
    };
    expect(moved('SPY')).toBeLessThan(-0.11);
    expect(moved('QQQ')).toBeLessThan(-0.09);
    expect(moved('TLT')).toBeGreaterThan(0);
    expect(Math.abs(moved('EUR.USD'))).toBeLessThan(0.03);
  });

  it('moves an instrument, and no other, by a shock from then on', () => {
    const moment = market.calendar.positionOnOrAfter(crash) * sessionMs + 3_600_000;
    const spy = named('SPY');
    const calm = spy.reference(moment + 5000);
    const before = spy.lastAt(moment - 1000);
    const other = named('AAPL').lastAt(moment + 5000);
    spy.shock(moment, 0.9);
    expect(spy.lastAt(moment - 1000)).toBe(before);
    expect(spy.reference(moment + 5000)).toBeCloseTo(calm * 0.9, 6);
    expect(spy.quoteAt(moment + 5000, 1).low).toBeLessThan(before * 0.92);
    expect(spy.bar(moment - 60_000, moment + 60_000, 'TRADES').low).toBeLessThan(before * 0.92);
    expect(named('AAPL').lastAt(moment + 5000)).toBe(other);
  });

  it('goes on after the history ends, without a jump', () => {
    const last = market.calendar.positionOnOrAfter('2020-04-17');
    const spy = named('SPY');
    const close = spy.bar(last * sessionMs, (last + 1) * sessionMs, 'TRADES').close;
    expect(market.calendar.dateAt(last + 1)).toBe('2020-04-20');
    expect(spy.previousClose(last + 1)).toBe(close);
    expect(Math.abs(spy.lastAt((last + 1) * sessionMs) / close - 1)).toBeLessThan(0.05);
  });
});

describe('bars of the user', () => {
  const csvBar = (
    date: string,
    open: number,
    close: number,
  ): { date: string; open: number; high: number; low: number; close: number; volume: number } => ({
    date,
    open,
    high: 12,
    low: 8,
    close,
    volume: 1000,
  });

  it('drive their instrument on their days', () => {
    const bars = [csvBar('2023-05-01', 9, 10), csvBar('2023-05-02', 10, 11)];
    const own = new Market(catalogue, [{ symbol: 'AAPL', bars }], 1);
    const day = own.calendar.positionOnOrAfter('2023-05-02');
    expect(own.calendar.dateAt(day)).toBe('2023-05-02');
    const bar = named('AAPL', own).bar(day * sessionMs, (day + 1) * sessionMs, 'TRADES');
    expect(bar).toMatchObject({ open: 10, high: 12, low: 8, close: 11, volume: 1000 });
  });
});
