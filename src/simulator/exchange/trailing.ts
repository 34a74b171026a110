import type { MarketTick } from './market-tick.ts';
import type { ExchangeOrder, OrderTerms } from './order.ts';

/** The stop after a tick: it follows a market that moves the order's way and never goes back. */
export function trailedStop(order: ExchangeOrder, tick: MarketTick): number | null {
  const { trail, side } = order.terms;
  if (trail === null) return null;
  const best = side === 'SELL' ? tick.high : tick.low;
  const distance = trail.amount ?? (best * (trail.percent ?? 0)) / 100;
  const stop = priceOnTick(side === 'SELL' ? best - distance : best + distance, order.instrument);
  const before = order.trailStop ?? trail.firstStop;
  if (before === null) return stop;
  return side === 'SELL' ? Math.max(before, stop) : Math.min(before, stop);
}

/** The terms of an order whose trailing stop has been reached. */
export function termsAtStop(order: ExchangeOrder): OrderTerms {
  const { terms, trailStop } = order;
  const offset = terms.trail?.limitOffset ?? null;
  if (offset === null || trailStop === null) return terms;
  const limit = terms.side === 'SELL' ? trailStop - offset : trailStop + offset;
  return { ...terms, limitPrice: priceOnTick(limit, order.instrument) };
}

/** The nearest price that can be traded at; at least one tick. */
export function priceOnTick(price: number, { minTick }: { minTick: number }): number {
  const ticksPerUnit = Math.round(1 / minTick);
  return Math.max(1, Math.round(price * ticksPerUnit)) / ticksPerUnit;
}
