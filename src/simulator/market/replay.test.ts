import { describe, expect, it } from 'vitest';

import { readCatalogue } from './catalogue.ts';
import { defaultStartDate, Market } from './market.ts';
import { parseReplay, ReplayError, type MarketReplay } from './replay.ts';
import { sessionMs } from './trading-calendar.ts';

const catalogue = readCatalogue();

function marketWith(replay?: MarketReplay): Market {
  return new Market(catalogue, [], 1, replay === undefined ? {} : { replay });
}

/** The day's figures over the close before it, for the instrument and day given. */
function shapeOf(market: Market, localSymbol: string, date: string): number[] {
  const instrument = market.instruments.find((listed) => listed.localSymbol === localSymbol);
  if (instrument === undefined) throw new Error(`There is no ${localSymbol}.`);
  const day = market.calendar.positionOnOrAfter(date);
  const of = market.of(instrument);
  const { open, high, low, close } = of.bar(day * sessionMs, (day + 1) * sessionMs, 'TRADES');
  return [open, high, low, close].map((price) => price / of.previousClose(day));
}

function distance(actual: readonly number[], expected: readonly number[]): number {
  return Math.max(...expected.map((figure, i) => Math.abs((actual[i] ?? 0) - figure)));
}

describe('what is to be replayed', () => {
  it.each([
    ['SPY@2008-10-15', { symbol: 'SPY', date: '2008-10-15' }],
    [' spy@2008-10-15 ', { symbol: 'SPY', date: '2008-10-15' }],
    ['SPY@2020-03', { symbol: 'SPY', date: '2020-03-01' }],
    ['EUR.USD@2016-06-24', { symbol: 'EUR.USD', date: '2016-06-24' }],
    ['folder/my-day.csv', { file: 'folder/my-day.csv' }],
    ['MINE.CSV', { file: 'MINE.CSV' }],
  ])('is read from %s', (text, replay) => {
    expect(parseReplay(text)).toEqual(replay);
  });

  it.each(['', 'SPY', 'SPY@', 'SPY@2008', 'SPY@2008-02-30', 'SPY@2008-13', '@2008-10-15', 'x.txt'])(
    "is refused in words when it is '%s'",
    (text) => {
      expect(() => parseReplay(text)).toThrow(ReplayError);
      expect(() => parseReplay(text)).toThrow(/cannot be replayed\. Name an instrument and a day/);
    },
  );
});

describe('a replayed day', () => {
  // S&P 500 of 2008-10-15 over the close before it, 998.01: 994.60, 994.60, 903.99, 907.84.
  const fall = [994.6 / 998.01, 994.6 / 998.01, 903.99 / 998.01, 907.84 / 998.01];

  it('moves today’s session as that day moved, from the price of the close before today', () => {
    const market = marketWith({ symbol: 'SPY', date: '2008-10-15' });
    expect(distance(shapeOf(market, 'SPY', defaultStartDate), fall)).toBeLessThan(1e-4);
    expect(distance(shapeOf(market, 'ESM0', defaultStartDate), fall)).toBeLessThan(1e-4);
    const spy = market.byConId(756733);
    const today = market.calendar.positionOnOrAfter(defaultStartDate);
    expect(spy && market.of(spy).previousClose(today)).toBe(297.24);
  });

  it('moves what follows the index, too', () => {
    const [, , , close = 1] = shapeOf(
      marketWith({ symbol: 'SPY', date: '2008-10-15' }),
      'QQQ',
      defaultStartDate,
    );
    expect(close).toBeLessThan(0.94);
  });

  it('is followed by the days that followed', () => {
    const market = marketWith({ symbol: 'SPY', date: '2008-10-15' });
    const then = shapeOf(marketWith(), 'SPY', '2008-10-16');
    expect(distance(shapeOf(market, 'SPY', '2020-03-10'), then)).toBeLessThan(3e-4);
  });

  it('leaves the days before today as they were', () => {
    const market = marketWith({ symbol: 'SPY', date: '2008-10-15' });
    expect(shapeOf(market, 'SPY', '2020-03-06')).toEqual(
      shapeOf(marketWith(), 'SPY', '2020-03-06'),
    );
  });

  it('of one instrument that follows moves that one alone', () => {
    const market = marketWith({ symbol: 'AAPL', date: '2008-10-15' });
    const then = shapeOf(marketWith(), 'AAPL', '2008-10-15');
    expect(distance(shapeOf(market, 'AAPL', defaultStartDate), then)).toBeLessThan(3e-3);
    expect(shapeOf(market, 'SPY', defaultStartDate)).toEqual(
      shapeOf(marketWith(), 'SPY', defaultStartDate),
    );
  });

  it('comes from a file of bars as well', () => {
    const bars = [
      { date: '2031-01-02', open: 50, high: 55, low: 45, close: 54, volume: 1 },
      { date: '2031-01-03', open: 54, high: 60, low: 54, close: 60, volume: 1 },
    ];
    const market = marketWith({ bars });
    expect(distance(shapeOf(market, 'SPY', defaultStartDate), [1, 1.1, 0.9, 1.08])).toBeLessThan(
      1e-4,
    );
    expect(distance(shapeOf(market, 'SPY', '2020-03-10'), [1, 60 / 54, 1, 60 / 54])).toBeLessThan(
      1e-4,
    );
  });

  it.each([
    [{ symbol: 'NONE', date: '2008-10-15' }, /no such instrument/],
    [{ symbol: 'SPY', date: '1987-10-19' }, /the history goes from 2000-01-03 to 2020-04-17/],
  ])('that is not known is refused in words: %o', (replay, sentence) => {
    expect(() => marketWith(replay)).toThrow(sentence);
  });
});
