import type { MarketTick } from './market-tick.ts';
import { orderTypeTraits } from './order-types.ts';
import type { ExchangeOrder } from './order.ts';

/**
 * Whether an order wakes: a buy stop at or above its price and a sell stop at or below; an order if touched the other
 * way round.
 */
export function triggers(order: ExchangeOrder, tick: MarketTick): boolean {
  const { terms, trailStop } = order;
  const price = terms.trail === null ? terms.stopPrice : trailStop;
  if (price === null) return false;
  const upwards = (terms.side === 'BUY') === (orderTypeTraits[terms.orderType].trigger !== 'touch');
  return upwards ? tick.high >= price : tick.low <= price;
}
