import { z } from 'zod';

import { orderSideSchema } from './order.ts';

/** What flattening would trade, or has traded, of one instrument. */
export const flattenRowSchema = z.object({
  instrumentId: z.number().int(),
  displaySymbol: z.string(),
  /** `SELL` closes a long position. */
  side: orderSideSchema,
  /** In units of the instrument; not signed. */
  quantity: z.number(),
  /** About what it is worth at the market, in the base currency; null where nobody knows. */
  value: z.number().nullable(),
  /**
   * `held`: a position that no kill switch is closing. `waiting`: it will be closed, see `why`. `sent`: its order is at
   * the broker, and `why` says where it waits there. `stuck`: its order ended and some of it is still held.
   */
  stage: z.enum(['held', 'waiting', 'sent', 'stuck']),
  /** What it waits for, or why it is stuck, in a sentence; null where there is nothing to say. */
  why: z.string().nullable(),
});
export type FlattenRow = z.infer<typeof flattenRowSchema>;

export const drillPositionSchema = flattenRowSchema.omit({ stage: true });
export type DrillPosition = z.infer<typeof drillPositionSchema>;

/** What a drill of the kill switch has found. Times in milliseconds, each from the end of the step before. */
export const killDrillSchema = z.object({
  /** That would have been cancelled. */
  openOrders: z.number().int(),
  /** That would have been closed; `why` says what would have kept one from it. */
  positions: z.array(drillPositionSchema),
  decideMs: z.number(),
  /** Until the record was synced. */
  recordMs: z.number(),
  /** Until a message on the road of the cancels had left for the gateway; null where none did. */
  leftMs: z.number().nullable(),
  /** Until the gateway answered it, from the same moment as `leftMs`; null where it did not. */
  answeredMs: z.number().nullable(),
  /** What did not work, in a sentence; null where everything did. */
  failure: z.string().nullable(),
});
export type KillDrill = z.infer<typeof killDrillSchema>;

/** What the kill switch would do now, and how far the one that was engaged has come. */
export const killStatusSchema = z.object({
  key: z.literal('kill'),
  /** Open orders of the desk itself; all are cancelled. */
  openOrders: z.number().int(),
  /** Every position of the account. */
  positions: z.array(flattenRowSchema),
  /** All of them added up, in the base currency, sizes alone; null while one cannot be valued. */
  grossValue: z.number().nullable(),
  baseCurrency: z.string(),
  /** The kill that holds the desk HALTED; null where none does. */
  engaged: z
    .object({
      by: z.string(),
      /** ISO-8601 UTC. */
      at: z.string(),
      reason: z.string(),
      flatten: z.boolean(),
      /** Whether its cancels wait for the link. */
      waitingForLink: z.boolean(),
      /** Orders of the desk that are still open, without those that close positions. */
      ordersLeft: z.number().int(),
    })
    .nullable(),
  /** Null where there was none yet. */
  lastDrill: z
    .object({ by: z.string(), at: z.string(), failure: z.string().nullable() })
    .nullable(),
});
export type KillStatus = z.infer<typeof killStatusSchema>;
