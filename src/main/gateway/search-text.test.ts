import { describe, expect, it } from 'vitest';

import { parseSearchText } from './search-text.ts';

describe('a search text', () => {
  it.each([
    ['eur.usd', { symbol: 'EUR', currency: 'USD', secType: 'CASH', exchange: 'IDEALPRO' }],
    [' EUR/USD ', { symbol: 'EUR', currency: 'USD', secType: 'CASH', exchange: 'IDEALPRO' }],
    ['mes 202006', { symbol: 'MES', secType: 'FUT', expiry: '202006' }],
    ['MES 20200619', { symbol: 'MES', secType: 'FUT', expiry: '20200619' }],
    [
      'spy 20200320 250 c',
      {
        symbol: 'SPY',
        secType: 'OPT',
        exchange: 'SMART',
        expiry: '20200320',
        strike: 250,
        right: 'C',
      },
    ],
    [
      'SPY 202003 247.5P',
      {
        symbol: 'SPY',
        secType: 'OPT',
        exchange: 'SMART',
        expiry: '202003',
        strike: 247.5,
        right: 'P',
      },
    ],
  ])('"%s" names %o', (text, query) => {
    expect(parseSearchText(text)).toEqual(query);
  });

  it.each(['SPY', 'BRK B', 'SPY 250', '3M Company', 'SPY 20200320 250', ''])(
    '"%s" is a symbol or a part of a name',
    (text) => {
      expect(parseSearchText(text)).toBeNull();
    },
  );
});
