import type { Instrument } from '#shared/domain/instrument.ts';

type Listed = [
  instrumentId: number,
  displaySymbol: string,
  longName: string,
  exchange: string,
  price: number,
  more?: Partial<Instrument>,
];

const listed: Listed[] = [
  [756733, 'SPY', 'SPDR S&P 500 ETF', 'ARCA', 274.82],
  [320227571, 'QQQ', 'Invesco QQQ Trust', 'NASDAQ', 198.12],
  [265598, 'AAPL', 'Apple Inc', 'NASDAQ', 268.41],
  [272093, 'MSFT', 'Microsoft Corp', 'NASDAQ', 152.12],
  [51529211, 'GLD', 'SPDR Gold Shares', 'ARCA', 157.61],
  [15547841, 'TLT', 'iShares 20+ Year Treasury', 'NASDAQ', 170.05],
  [1520593, 'JPM', 'JPMorgan Chase', 'NYSE', 94.91],
  [13977, 'XOM', 'Exxon Mobil', 'NYSE', 42.03],
  [
    730283085,
    'MESH0',
    'Micro E-mini S&P 500 Mar 20',
    'CME',
    2748.5,
    { symbol: 'MES', secType: 'FUT', multiplier: 5, minTick: 0.25, expiry: '20200320' },
  ],
  [
    12087792,
    'EUR.USD',
    'European Monetary Union Euro',
    'IDEALPRO',
    1.14408,
    { symbol: 'EUR', secType: 'CASH', minTick: 0.00005 },
  ],
  [
    15016059,
    'USD.JPY',
    'United States dollar',
    'IDEALPRO',
    104.38,
    { symbol: 'USD', secType: 'CASH', currency: 'JPY', minTick: 0.005 },
  ],
  [
    910000001,
    'SPY   200320C00280000',
    'SPDR S&P 500 ETF',
    'CBOE',
    4.35,
    {
      symbol: 'SPY',
      secType: 'OPT',
      multiplier: 100,
      expiry: '20200320',
      strike: 280,
      right: 'C',
    },
  ],
  [9579970, 'IWM', 'iShares Russell 2000', 'ARCA', 131.21],
  [3691937, 'AMZN', 'Amazon.com Inc', 'NASDAQ', 1800.6],
];

export interface FakeInstrument {
  instrument: Instrument;
  price: number;
}

/** A few instruments with the price their quotes walk from. */
export const fakeInstruments: readonly FakeInstrument[] = listed.map(
  ([instrumentId, displaySymbol, longName, exchange, price, more = {}]) => ({
    price,
    instrument: {
      instrumentId,
      symbol: displaySymbol,
      displaySymbol,
      secType: 'STK',
      exchange: 'SMART',
      primaryExchange: exchange,
      currency: 'USD',
      localSymbol: displaySymbol,
      tradingClass: displaySymbol,
      longName,
      multiplier: 1,
      minTick: 0.01,
      sizeIncrement: 1,
      minSize: 1,
      timeZoneId: 'US/Eastern',
      tradingHours: '',
      liquidHours: '',
      expiry: null,
      ...more,
    },
  }),
);
