import type { OrderSide } from '#shared/domain/order.ts';

import type { ListedInstrument } from '../market/catalogue.ts';
import type { MarketQuote } from '../market/instrument-market.ts';
import { orderTypeTraits } from './order-types.ts';
import type { OrderTerms } from './order.ts';
import { priceOnTick } from './trailing.ts';

/**
 * How far through the market a limit may be, as a share of the touch it takes from. Source: IB knowledge base,
 * "Order price relative to the market": 10 % for stocks, 20 % for options. Others have no such check.
 */
const furthestThrough: Partial<Record<ListedInstrument['secType'], number>> = {
  STK: 0.1,
  OPT: 0.2,
};

/**
 * How far from the touch an order may trade, as a share of it. IB caps prices and does not publish by how much; this is
 * the percentage of the Limit Up-Limit Down bands of liquid stocks.
 */
const capShare = 0.05;

/** The largest share of a stock's daily volume that IB takes as one limit order; it publishes the rule, not the share. */
const largestShareOfVolume = 0.01;

/** The worst price an order may be given: a buy's highest, a sell's lowest. */
export function priceCap(side: OrderSide, touch: number, instrument: ListedInstrument): number {
  return priceOnTick(touch * (side === 'BUY' ? 1 + capShare : 1 - capShare), instrument);
}

/**
 * The market price that a limit is too far through; null for a limit that is not, and for orders that do not go to the
 * book at once.
 */
export function tooFarThrough(
  { side, orderType, limitPrice, timeInForce }: OrderTerms,
  { secType }: ListedInstrument,
  quote: MarketQuote,
): number | null {
  const share = furthestThrough[secType];
  const touch = side === 'BUY' ? quote.ask : quote.bid;
  const { trigger, atClose, pegged } = orderTypeTraits[orderType];
  if (share === undefined || touch === null || limitPrice === null) return null;
  if (trigger !== null || atClose || pegged || timeInForce === 'OPG') return null;
  const through = side === 'BUY' ? limitPrice / touch - 1 : 1 - limitPrice / touch;
  return through > share ? touch : null;
}

/** The most units of a stock that one limit order may ask for; null where there is no such limit. */
export function largestLimitOrder(instrument: ListedInstrument): number | null {
  const { secType, averageDailyVolume, lotSize } = instrument;
  if (secType !== 'STK' || averageDailyVolume === 0) return null;
  return Math.max(1, Math.floor((averageDailyVolume * largestShareOfVolume) / lotSize)) * lotSize;
}

/** Source: IB, Spot Currency Minimum and Maximum Order Sizes; in units of the currency that is traded. */
const idealProMinimum: ReadonlyMap<string, number> = new Map([
  ['EUR', 20_000],
  ['GBP', 20_000],
  ['AUD', 25_000],
  ['USD', 25_000],
]);

/** The least that IdealPro takes of a currency, where an order asks for less: it is then an odd lot. */
export function oddLotBelow(instrument: ListedInstrument, quantity: number): number | null {
  const least = instrument.secType === 'CASH' ? idealProMinimum.get(instrument.symbol) : undefined;
  return least !== undefined && quantity < least ? least : null;
}
