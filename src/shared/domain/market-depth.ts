import { z } from 'zod';

const depthLevelSchema = z.object({
  price: z.number(),
  size: z.number(),
  /** The exchange or market maker of this row; null in the book of one exchange. */
  venue: z.string().nullable(),
});
export type DepthLevel = z.infer<typeof depthLevelSchema>;

/** The rows of an instrument's order book, the best first. */
export const depthBookSchema = z.object({
  instrumentId: z.number().int(),
  bids: z.array(depthLevelSchema).readonly(),
  asks: z.array(depthLevelSchema).readonly(),
  /** When the desk last heard of this book, epoch milliseconds; 0 before the first row. */
  receivedAt: z.number(),
});
export type DepthBook = z.infer<typeof depthBookSchema>;
