import { describe, expect, it } from 'vitest';

import type { MarketDataType } from '#shared/domain/quote.ts';

import {
  formatExpiry,
  fullSymbol,
  quoteMarks,
  readableSymbol,
  shortExpiry,
  shortSaleMarks,
} from './instrument-words.ts';

describe('an instrument', () => {
  it.each([
    [{ strike: 300, right: 'C' }, 'SPY 300 C'],
    [{ strike: 197.5, right: 'P' }, 'SPY 197.5 P'],
    [{ strike: null, right: null }, 'MESM0'],
    [{}, 'MESM0'],
  ] as const)('with %j is called %s', (option, name) => {
    expect(readableSymbol({ symbol: 'SPY', displaySymbol: 'MESM0', ...option })).toBe(name);
  });

  it('is told from every other by its full name', () => {
    const option = { symbol: 'SPY', displaySymbol: 'SPY   200619C00300000', expiry: '20200619' };
    expect(fullSymbol({ ...option, strike: 300, right: 'C' })).toBe('SPY 19 Jun 20 300 C');
    expect(fullSymbol({ ...option, displaySymbol: 'MESM0' })).toBe('MESM0');
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

it.each([
  ['available', []],
  [null, []],
  [undefined, []],
  ['to-be-located', ['hard to borrow']],
  ['unavailable', ['not shortable']],
] as const)('shares that are %s mark a sale %j', (shortable, words) => {
  expect(
    shortSaleMarks(shortable === undefined ? {} : { shortable }).map(({ word }) => word),
  ).toEqual(words);
});
