import type { BookLevel, MarketBar } from '../market/instrument-market.ts';
import { message } from './fields.ts';

export interface DepthChange {
  /** 0 is the best price. */
  position: number;
  operation: keyof typeof operations;
  side: 'ask' | 'bid';
  level: BookLevel;
}

const operations = { insert: 0, update: 1, delete: 2 } as const;
const sides = { ask: 0, bid: 1 } as const;

/**
 * 12: version, request, position, operation, side, price, size. 13: version, request, position, exchange, operation,
 * side, price, size, smart depth.
 *
 * @param venue for a book that joins exchanges, the one this level is of; null for the book of one exchange
 */
export function depthUpdate(
  requestId: number,
  { position, operation, side, level }: DepthChange,
  venue: string | null,
): string {
  const book = [operations[operation], sides[side], level.price, level.size] as const;
  return venue === null
    ? message(12, 1, requestId, position, ...book)
    : message(13, 1, requestId, position, venue, ...book, true);
}

/**
 * 50: version, request, time, open, high, low, close, volume, average price, trades.
 *
 * @param epochSeconds when the bar began
 */
export function realTimeBar(requestId: number, epochSeconds: number, bar: MarketBar): string {
  const average = ((bar.high + bar.low + bar.close) / 3).toFixed(6);
  const [volume, trades] = bar.volume < 0 ? [-1, -1] : [bar.volume, Math.ceil(bar.volume / 100)];
  return message(
    50,
    3,
    requestId,
    epochSeconds,
    bar.open,
    bar.high,
    bar.low,
    bar.close,
    volume,
    average,
    trades,
  );
}

/** Trades: `Last` leaves out what is not at a regular price; the simulated market has no other. */
export const tradeTick = { Last: 1, AllLast: 2 } as const;

/** 99, without a version: request, 1 or 2, time, price, size, attributes, exchange, special conditions. */
export function tickByTickTrade(
  requestId: number,
  kind: keyof typeof tradeTick,
  epochSeconds: number,
  { price, size }: BookLevel,
  venue: string,
): string {
  return message(99, requestId, tradeTick[kind], epochSeconds, price, size, 0, venue, '');
}

/** 99, without a version: request, 3, time, bid, ask, their sizes, attributes. */
export function tickByTickBidAsk(
  requestId: number,
  epochSeconds: number,
  bid: BookLevel,
  ask: BookLevel,
): string {
  return message(99, requestId, 3, epochSeconds, bid.price, ask.price, bid.size, ask.size, 0);
}

/** 99, without a version: request, 4, time, price. */
export function tickByTickMidpoint(requestId: number, epochSeconds: number, price: number): string {
  return message(99, requestId, 4, epochSeconds, price);
}
