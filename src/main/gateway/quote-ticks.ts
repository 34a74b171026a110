import type { SecType } from '#shared/domain/instrument.ts';
import type { MarketDataType, Quote } from '#shared/domain/quote.ts';

import { figureOrNull } from './parse-number.ts';

type PriceField = 'bid' | 'ask' | 'last' | 'high' | 'low' | 'close' | 'open';
type SizeField = 'bidSize' | 'askSize' | 'lastSize' | 'volume';

/** Tick types of prices; source: IB, "Available tick types". The second of each pair is its delayed twin. */
const priceFields: Readonly<Record<number, PriceField>> = {
  1: 'bid',
  66: 'bid',
  2: 'ask',
  67: 'ask',
  4: 'last',
  68: 'last',
  6: 'high',
  72: 'high',
  7: 'low',
  73: 'low',
  9: 'close',
  75: 'close',
  14: 'open',
  76: 'open',
};

const sizeFields: Readonly<Record<number, SizeField>> = {
  0: 'bidSize',
  69: 'bidSize',
  3: 'askSize',
  70: 'askSize',
  5: 'lastSize',
  71: 'lastSize',
  8: 'volume',
  74: 'volume',
};

const haltedField = 49;
const delayedHaltedField = 90;

const marketDataTypes: Readonly<Record<number, MarketDataType>> = {
  1: 'live',
  2: 'frozen',
  3: 'delayed',
  4: 'delayed-frozen',
};

/** A future can trade below zero, as oil did in April 2020; a stock, an option, a rate of exchange cannot. */
const mayBeNegative: Record<SecType, boolean> = {
  STK: false,
  FUT: true,
  OPT: false,
  CASH: false,
  IND: false,
};

/** The gateway sends −1, or 0, where there is no price. */
const noPrice = -1;

/** Puts a price tick into the quote; false when the tick is none the desk uses. */
export function applyPriceTick(
  quote: Quote,
  secType: SecType,
  field: number,
  price: number | undefined,
): boolean {
  const name = priceFields[field];
  if (name === undefined) return false;
  const figure = figureOrNull(price);
  const given =
    figure !== null && figure !== 0 && figure !== noPrice && (figure > 0 || mayBeNegative[secType]);
  quote[name] = given ? figure : null;
  noteDelayed(quote, field, 66);
  return true;
}

export function applySizeTick(quote: Quote, field: number, size: number | undefined): boolean {
  const name = sizeFields[field];
  if (name === undefined) return false;
  const figure = figureOrNull(size);
  quote[name] = figure === null || figure < 0 ? null : figure;
  noteDelayed(quote, field, 69);
  return true;
}

/** Tick 49: 0 trades, 1 halted by the exchange, 2 halted for volatility, −1 not known. */
export function applyGenericTick(quote: Quote, field: number, value: number | undefined): boolean {
  if (field !== haltedField && field !== delayedHaltedField) return false;
  quote.halted = (figureOrNull(value) ?? 0) > 0;
  return true;
}

export function applyMarketDataType(quote: Quote, type: number): boolean {
  const name = marketDataTypes[type];
  if (name === undefined) return false;
  quote.marketDataType = name;
  return true;
}

/** A delayed tick says by itself that what is shown is not live, whether or not the gateway said so before. */
function noteDelayed(quote: Quote, field: number, firstDelayed: number): void {
  if (field >= firstDelayed && field <= delayedHaltedField && quote.marketDataType === 'live') {
    quote.marketDataType = 'delayed';
  }
}
