import { z } from 'zod';

export const marketDataTypeSchema = z.enum(['live', 'frozen', 'delayed', 'delayed-frozen']);
export type MarketDataType = z.infer<typeof marketDataTypeSchema>;

/** The latest of an instrument's market. Lives in memory only; a price the market did not give is null, never 0. */
export const quoteSchema = z.object({
  instrumentId: z.number().int(),
  bid: z.number().nullable(),
  ask: z.number().nullable(),
  bidSize: z.number().nullable(),
  askSize: z.number().nullable(),
  last: z.number().nullable(),
  lastSize: z.number().nullable(),
  volume: z.number().nullable(),
  open: z.number().nullable(),
  high: z.number().nullable(),
  low: z.number().nullable(),
  /** The previous session's close. */
  close: z.number().nullable(),
  marketDataType: marketDataTypeSchema,
  halted: z.boolean(),
  /** Whether shares can be borrowed to be sold short; null or absent where the broker has not said. */
  shortable: z.enum(['available', 'to-be-located', 'unavailable']).nullable().optional(),
  shortableShares: z.number().nullable().optional(),
  /** When the desk last heard anything of this instrument, epoch milliseconds; 0 before the first word. */
  receivedAt: z.number(),
});
export type Quote = z.infer<typeof quoteSchema>;

/** A fresh quote of nothing: every price unknown. */
export function emptyQuote(instrumentId: number): Quote {
  return {
    instrumentId,
    bid: null,
    ask: null,
    bidSize: null,
    askSize: null,
    last: null,
    lastSize: null,
    volume: null,
    open: null,
    high: null,
    low: null,
    close: null,
    marketDataType: 'live',
    halted: false,
    receivedAt: 0,
  };
}

/** The price a position is valued at: the middle of a two-sided market, else the last trade, else the close. */
export function markPrice(quote: Quote): number | null {
  if (quote.bid !== null && quote.ask !== null && quote.bid > 0 && quote.ask > 0) {
    return (quote.bid + quote.ask) / 2;
  }
  return quote.last ?? quote.close;
}

export const barSizeSchema = z.enum(['1 min', '5 mins', '1 hour', '1 day']);
export type BarSize = z.infer<typeof barSizeSchema>;

export const barSchema = z.object({
  /** Start of the bar, epoch seconds, in the market's time. */
  time: z.number().int(),
  open: z.number(),
  high: z.number(),
  low: z.number(),
  close: z.number(),
  volume: z.number(),
});
export type Bar = z.infer<typeof barSchema>;
