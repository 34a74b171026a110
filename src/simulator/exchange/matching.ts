import type { MarketQuote } from '../market/instrument-market.ts';
import { orderTypeTraits } from './order-types.ts';
import { remainingOf, type ExchangeOrder } from './order.ts';

/** One tick of an instrument as the matching sees it. */
export interface MatchingTick {
  quote: MarketQuote;
  /** Highest and lowest trade since the tick before. */
  high: number;
  low: number;
}

export interface Match {
  quantity: number;
  price: number;
}

/**
 * Whether an order wakes: a buy stop at or above its price and a sell stop at or below; an order if touched the other
 * way round.
 */
export function triggers(order: ExchangeOrder, tick: MatchingTick): boolean {
  const { terms, trailStop } = order;
  const price = terms.trail === null ? terms.stopPrice : trailStop;
  if (price === null) return false;
  const upwards = (terms.side === 'BUY') === (orderTypeTraits[terms.orderType].trigger !== 'touch');
  return upwards ? tick.high >= price : tick.low <= price;
}

/** Whether the market is at or beyond the order's limit; an order without a limit always is. */
export function isMarketable(order: ExchangeOrder, tick: MatchingTick): boolean {
  const { limitPrice, side } = order.terms;
  const touch = side === 'BUY' ? tick.quote.ask : tick.quote.bid;
  if (touch === null) return false;
  if (limitPrice === null) return true;
  if (side === 'BUY') return touch <= limitPrice || (order.resting && tick.low < limitPrice);
  return touch >= limitPrice || (order.resting && tick.high > limitPrice);
}

/**
 * What an order trades on one tick: at most what is left at the touch. It takes at the touch; an order that has
 * rested at its limit trades at the limit. Null when it does not trade.
 */
export function matchOrder(
  order: ExchangeOrder,
  tick: MatchingTick,
  available: number,
): Match | null {
  if (!isMarketable(order, tick)) return null;
  const { side, limitPrice } = order.terms;
  const touch = side === 'BUY' ? tick.quote.ask : tick.quote.bid;
  const quantity = Math.min(remainingOf(order), available);
  if (touch === null || quantity <= 0) return null;
  return { quantity, price: order.resting && limitPrice !== null ? limitPrice : touch };
}
