import { describe, expect, it } from 'vitest';

import type { MarketDataType } from '#shared/domain/quote.ts';

import { formatExpiry, quoteMarks, readableSymbol, shortExpiry } from './instrument-words.ts';

describe('an instrument', () => {
  it.each([
    ['OPT', 'SPY   200619C00300000', 'SPY 300 C'],
    ['OPT', 'BRKB  200320P00197500', 'BRKB 197.5 P'],
    ['OPT', 'C ODAX JUN 20 12000', 'shown'],
    ['FUT', 'MESM0', 'shown'],
    ['STK', 'SPY', 'shown'],
  ] as const)('%s %s is called %s', (secType, localSymbol, name) => {
    expect(readableSymbol({ secType, localSymbol, displaySymbol: 'shown' })).toBe(name);
  });

  it.each([
    ['20200619', '19 Jun 20'],
    ['20211203', '3 Dec 21'],
    ['202006', '202006'],
    ['20201301', '20201301'],
  ])('that ends on %s says %s', (expiry, text) => {
    expect(formatExpiry(expiry)).toBe(text);
  });

  it.each([
    ['FUT', '20200619', 'Jun 20'],
    ['OPT', '20200619', '19 Jun 20'],
    ['STK', null, null],
  ] as const)('%s of %s shows %s in a blotter', (secType, expiry, text) => {
    expect(shortExpiry({ secType, expiry })).toBe(text);
  });
});

it.each<[boolean, MarketDataType, string[]]>([
  [false, 'live', []],
  [true, 'live', ['halted']],
  [false, 'delayed', ['delayed']],
  [true, 'delayed-frozen', ['halted', 'delayed, frozen']],
  [false, 'frozen', ['frozen']],
])('a quote with halted %s and %s data is marked %j', (halted, marketDataType, words) => {
  expect(quoteMarks({ halted, marketDataType }).map(({ word }) => word)).toEqual(words);
});
