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
const shortableField = 46;
const shortableSharesField = 89;

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
  if (field === shortableSharesField) {
    quote.shortableShares = wholeOrNull(size);
    return true;
  }
  const name = sizeFields[field];
  if (name === undefined) return false;
  quote[name] = wholeOrNull(size);
  noteDelayed(quote, field, 69);
  return true;
}

function wholeOrNull(size: number | undefined): number | null {
  const figure = figureOrNull(size);
  return figure === null || figure < 0 ? null : figure;
}

/**
 * Tick 49: 0 trades, 1 halted by the exchange, 2 halted for volatility, −1 not known.
 * Tick 46: above 2.5 at least 1000 shares can be sold short, above 1.5 they must be located first, else there are none.
 */
export function applyGenericTick(quote: Quote, field: number, value: number | undefined): boolean {
  const figure = figureOrNull(value);
  if (field === shortableField) {
    quote.shortable = figure === null ? null : shortableAt(figure);
    return true;
  }
  if (field !== haltedField && field !== delayedHaltedField) return false;
  quote.halted = (figure ?? 0) > 0;
  return true;
}

function shortableAt(level: number): 'available' | 'to-be-located' | 'unavailable' {
  if (level > 2.5) return 'available';
  return level > 1.5 ? 'to-be-located' : 'unavailable';
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
