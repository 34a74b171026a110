import type { MarketQuote } from '../market/instrument-market.ts';

/** What the market of an instrument has done since the tick before. */
export interface MarketTick {
  quote: MarketQuote;
  /** Highest and lowest trade. */
  high: number;
  low: number;
  /** Units traded. */
  volume: number;
}
