import type { Instrument } from '#shared/domain/instrument.ts';

/** The index ETF as the broker describes it, without hours. */
export const spyInstrument: Instrument = {
  instrumentId: 756733,
  symbol: 'SPY',
  displaySymbol: 'SPY',
  secType: 'STK',
  exchange: 'SMART',
  primaryExchange: 'ARCA',
  currency: 'USD',
  localSymbol: 'SPY',
  tradingClass: 'SPY',
  longName: 'SPDR S&P 500 ETF',
  multiplier: 1,
  minTick: 0.01,
  sizeIncrement: 1,
  minSize: 1,
  timeZoneId: 'US/Eastern',
  tradingHours: '',
  liquidHours: '',
  expiry: null,
  strike: null,
  right: null,
};
