import type { MarketMoment } from './trading-calendar.ts';

export interface Extremes {
  high: number;
  low: number;
}

/** An instrument's prices as a function of time, before they are rounded to its increments. */
export interface PriceSource {
  /** Some milliseconds into a session, 0 to its whole length. */
  priceWithin(day: number, ms: number): number;
  /** Between two offsets of one session, both included. */
  extremesWithin(day: number, fromMs: number, toMs: number): Extremes;
  openOf(day: number): number;
  /** The close of the session before a day. */
  previousClose(day: number): number;
  /** Units traded from the open to some milliseconds into the session. */
  volumeWithin(day: number, ms: number): number;
  /** Moves every later price by a factor, from a moment on. */
  shock(from: MarketMoment, factor: number): void;
}

export function wider(a: Extremes, b: Extremes): Extremes {
  return { high: Math.max(a.high, b.high), low: Math.min(a.low, b.low) };
}

export function pointExtremes(price: number): Extremes {
  return { high: price, low: price };
}
