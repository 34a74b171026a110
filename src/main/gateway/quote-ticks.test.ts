import { describe, expect, it } from 'vitest';

import { emptyQuote, type Quote } from '#shared/domain/quote.ts';

import {
  applyGenericTick,
  applyMarketDataType,
  applyPriceTick,
  applySizeTick,
} from './quote-ticks.ts';

function priced(field: number, price: number | undefined, secType: 'STK' | 'FUT' = 'STK'): Quote {
  const quote = emptyQuote(1);
  expect(applyPriceTick(quote, secType, field, price)).toBe(true);
  return quote;
}

describe('ticks', () => {
  it.each([
    [1, 66, 'bid'],
    [2, 67, 'ask'],
    [4, 68, 'last'],
    [6, 72, 'high'],
    [7, 73, 'low'],
    [9, 75, 'close'],
    [14, 76, 'open'],
  ] as const)('%i and its delayed twin %i are the %s', (live, delayed, name) => {
    expect(priced(live, 250.5)).toMatchObject({ [name]: 250.5, marketDataType: 'live' });
    expect(priced(delayed, 250.5)).toMatchObject({ [name]: 250.5, marketDataType: 'delayed' });
  });

  it.each([
    [0, 69, 'bidSize'],
    [3, 70, 'askSize'],
    [5, 71, 'lastSize'],
    [8, 74, 'volume'],
  ] as const)('%i and its delayed twin %i are the %s', (live, delayed, name) => {
    for (const field of [live, delayed]) {
      const quote = emptyQuote(1);
      expect(applySizeTick(quote, field, 300)).toBe(true);
      expect(quote[name]).toBe(300);
      applySizeTick(quote, field, undefined);
      expect(quote[name]).toBeNull();
    }
  });

  it.each([-1, 0, -5, undefined, Number.MAX_VALUE])('%s is no price of a stock', (price) => {
    expect(priced(1, price).bid).toBeNull();
  });

  it('a future can trade below zero, and -1 still means that there is no price', () => {
    expect(priced(4, -37.63, 'FUT').last).toBe(-37.63);
    expect(priced(4, -1, 'FUT').last).toBeNull();
  });

  it('a price that is withdrawn does not stay', () => {
    const quote = priced(2, 251);
    applyPriceTick(quote, 'STK', 2, -1);
    expect(quote.ask).toBeNull();
  });

  it('halts and resumes', () => {
    const quote = emptyQuote(1);
    expect(applyGenericTick(quote, 49, 2)).toBe(true);
    expect(quote.halted).toBe(true);
    applyGenericTick(quote, 49, 0);
    expect(quote.halted).toBe(false);
    applyGenericTick(quote, 49, -1);
    expect(quote.halted).toBe(false);
  });

  it('says what kind of data it is, and passes over what it does not know', () => {
    const quote = emptyQuote(1);
    const named = [1, 2, 3, 4].map((type) => {
      applyMarketDataType(quote, type);
      return quote.marketDataType;
    });
    expect(named).toEqual(['live', 'frozen', 'delayed', 'delayed-frozen']);
    expect(applyMarketDataType(quote, 9)).toBe(false);
    expect(applyPriceTick(quote, 'STK', 37, 5)).toBe(false);
    expect(applySizeTick(quote, 21, 5)).toBe(false);
    expect(applyGenericTick(quote, 24, 3)).toBe(false);
  });

  it.each([
    [3, 'available'],
    [2, 'to-be-located'],
    [1.5, 'unavailable'],
    [Number.MAX_VALUE, null],
  ])('says at level %d whether shares can be sold short: %s', (level, shortable) => {
    const quote = emptyQuote(1);
    expect(applyGenericTick(quote, 46, level)).toBe(true);
    expect(quote.shortable).toBe(shortable);
  });

  it('takes the number of shares to borrow for live data, although its tick stands among delayed ones', () => {
    const quote = emptyQuote(1);
    expect(applySizeTick(quote, 89, 12_500)).toBe(true);
    expect(quote).toMatchObject({ shortableShares: 12_500, marketDataType: 'live' });
  });
});
