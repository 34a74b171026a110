import { beforeEach, describe, expect, it } from 'vitest';

import { readCatalogue, type ListedInstrument } from './catalogue.ts';
import { Market } from './market.ts';
import { sessionMs } from './trading-calendar.ts';

const catalogue = readCatalogue();
const spyId = 756733;
const appleId = 265598;
let market: Market;

beforeEach(() => {
  market = new Market(catalogue, [], 1);
});

function openDay(date: string): void {
  market.openDay(market.calendar.positionOnOrAfter(date));
}

function futures(symbol: string): string[] {
  return market.instruments
    .filter((each) => each.symbol === symbol && each.secType === 'FUT')
    .map(({ localSymbol, expiry }) => `${localSymbol} ${expiry}`);
}

describe('futures', () => {
  // The third Fridays of the quarters; the expiries of CME's E-mini S&P 500 of those months.
  it.each([
    ['2020-03-09', ['ESM0 20200619', 'ESU0 20200918', 'ESZ0 20201218', 'ESH0 20200320']],
    ['2020-03-05', ['ESH0 20200320', 'ESM0 20200619', 'ESU0 20200918', 'ESZ0 20201218']],
    ['2020-03-20', ['ESM0 20200619', 'ESU0 20200918', 'ESZ0 20201218', 'ESH0 20200320']],
    ['2020-03-23', ['ESM0 20200619', 'ESU0 20200918', 'ESZ0 20201218']],
    ['2008-10-15', ['ESZ8 20081219', 'ESH9 20090320', 'ESM9 20090619']],
    // Its third Friday was Good Friday.
    ['2008-03-03', ['ESH8 20080320', 'ESM8 20080620', 'ESU8 20080919', 'ESZ8 20081219']],
  ])('listed on %s', (date, contracts) => {
    openDay(date);
    expect(futures('ES')).toEqual(contracts);
  });

  it('keep their number, whatever the day', () => {
    openDay('2020-03-09');
    const september = market.instruments.find(({ localSymbol }) => localSymbol === 'ESU0');
    expect(september).toMatchObject({ multiplier: 50, conIdIsReal: false });
    openDay('2020-08-03');
    expect(market.instruments).toContainEqual(september);
    openDay('2021-01-04');
    expect(market.byConId(september?.conId ?? 0)).toEqual(september);
    const numbers = market.instruments.map(({ conId }) => conId);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('of one underlying have one price', () => {
    const day = market.calendar.positionOnOrAfter('2020-03-09');
    const [june, september] = ['ESM0', 'ESU0'].map((name) => listed(name));
    const closeOf = (instrument: ListedInstrument): number =>
      market.of(instrument).previousClose(day + 1);
    expect(june && closeOf(june)).toBe(september && closeOf(september));
  });
});

function listed(localSymbol: string): ListedInstrument {
  const found = market.instruments.find((each) => each.localSymbol === localSymbol);
  if (found === undefined) throw new Error(`There is no ${localSymbol}.`);
  return found;
}

describe('options', () => {
  it('are listed for two weeks and four months', () => {
    const expiries = market.optionChain(spyId).map(({ expiry }) => expiry);
    expect([...new Set(expiries)]).toEqual([
      '20200313',
      '20200320',
      '20200417',
      '20200515',
      '20200619',
    ]);
  });

  it('have strikes around the prices there have been, each as a call and a put', () => {
    const april = market.optionChain(spyId).filter(({ expiry }) => expiry === '20200417');
    const strikes = [...new Set(april.map(({ strike }) => strike))];
    expect(april).toHaveLength(2 * strikes.length);
    expect(strikes.at(0)).toBeLessThanOrEqual(297.24 * 0.86);
    expect(strikes.at(-1)).toBeGreaterThanOrEqual(297.24 * 1.14);
    expect(strikes.every((strike, i) => i === 0 || strike - (strikes[i - 1] ?? 0) === 5)).toBe(
      true,
    );
  });

  it('stay listed until they end, and keep their number after it', () => {
    const first = market.optionChain(spyId);
    openDay('2020-03-13');
    const later = new Set(market.optionChain(spyId).map(({ conId }) => conId));
    expect(first.every(({ conId }) => later.has(conId))).toBe(true);
    openDay('2020-03-16');
    const ended = first.filter(({ expiry }) => expiry === '20200313');
    expect(market.instruments).not.toContainEqual(ended[0]);
    expect(ended.map(({ conId }) => market.byConId(conId))).toEqual(ended);
  });

  it('are found by their OCC symbol and by number', () => {
    const option = listed('SPY   200417C00290000');
    expect(option).toMatchObject({
      secType: 'OPT',
      symbol: 'SPY',
      expiry: '20200417',
      strike: 290,
      right: 'C',
      multiplier: 100,
    });
    expect(market.byConId(option.conId)).toEqual(option);
    expect(market.byConId(option.conId + 1)).toMatchObject({ strike: 290, right: 'P' });
  });

  it('cost what they are worth in themselves when they end', () => {
    openDay('2020-03-13');
    const day = market.calendar.positionOnOrAfter('2020-03-13');
    const close = market.of(listed('SPY')).lastAt((day + 1) * sessionMs - 1);
    for (const option of market.optionChain(spyId).filter(({ expiry }) => expiry === '20200313')) {
      const sign = option.right === 'C' ? 1 : -1;
      const worth = Math.max(0, sign * (close - option.strike));
      const last = market.of(option).lastAt((day + 1) * sessionMs - 1);
      expect(Math.abs(last - worth)).toBeLessThan(0.02);
    }
  });

  it('keep put-call parity, to a tick', () => {
    const moment = market.calendar.positionOnOrAfter('2020-03-09') * sessionMs + 7_200_000;
    const spot = market.of(listed('SPY')).lastAt(moment);
    const call = market.of(listed('SPY   200417C00280000')).lastAt(moment);
    const put = market.of(listed('SPY   200417P00280000')).lastAt(moment);
    expect(Math.abs(call - put - (spot - 280))).toBeLessThanOrEqual(0.02);
  });

  it('follow a jump of what they are on', () => {
    const moment = market.calendar.positionOnOrAfter('2020-03-09') * sessionMs + 7_200_000;
    const put = market.of(listed('SPY   200417P00280000'));
    const before = put.lastAt(moment);
    market.of(listed('SPY')).shock(moment + 1000, 0.9);
    expect(put.lastAt(moment + 2000)).toBeGreaterThan(before + 10);
  });

  it('trade on the increments of their price', () => {
    const moment = market.calendar.positionOnOrAfter('2020-03-09') * sessionMs + 7_200_000;
    const bands = new Set<number>();
    for (const option of market.optionChain(appleId)) {
      const { bid, ask } = market.of(option).quoteAt(moment, 1);
      const last = market.of(option).lastAt(moment);
      const increment = last >= 3 ? 0.05 : 0.01;
      expect(market.incrementAt(option, last)).toBe(increment);
      bands.add(increment);
      for (const price of [bid, ask, last]) {
        const steps = (price ?? 0) / increment;
        expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-6);
      }
      expect(ask).toBeGreaterThan(bid ?? 0);
    }
    expect(bands).toEqual(new Set([0.01, 0.05]));
  });

  it('are the same in every market of a seed', () => {
    const again = new Market(catalogue, [], 1);
    expect(again.instruments).toEqual(market.instruments);
  });

  it('cost no ticks until someone asks', () => {
    expect([...market.live].some(({ secType }) => secType === 'OPT')).toBe(false);
    const option = listed('SPY   200417C00290000');
    market.of(option);
    expect([...market.live]).toContainEqual(option);
  });
});

describe('other instruments', () => {
  it('hold a stock in euros, with hours of its own', () => {
    expect(listed('SAP')).toMatchObject({
      currency: 'EUR',
      hours: 'xetra',
      primaryExchange: 'IBIS',
    });
    expect(market.dollarsPer('EUR', 0)).toBeGreaterThan(0.5);
  });

  it('hold a bond, priced in percent of its face value', () => {
    const bond = market.instruments.find(({ secType }) => secType === 'BOND');
    expect(bond).toMatchObject({ multiplier: 10, expiry: '20300215' });
  });

  it('have market rules', () => {
    expect(market.marketRule(557)).toEqual([
      { lowEdge: 0, increment: 0.01 },
      { lowEdge: 3, increment: 0.05 },
    ]);
    expect(market.marketRule(12_345)).toBeUndefined();
    for (const { marketRuleId } of market.instruments) {
      expect(market.marketRule(marketRuleId)).toBeDefined();
    }
  });

  it('have a close where currencies have no last', () => {
    const moment = market.calendar.positionOnOrAfter('2020-03-09') * sessionMs;
    const { last, close } = market.of(listed('EUR.USD')).quoteAt(moment, 1);
    expect(last).toBeNull();
    expect(close).toBeGreaterThan(0);
  });
});
