import { z } from 'zod';

import { orderSideSchema } from './order.ts';

/** A fill as the broker reported it, with its commission once that has come. */
export const executionSchema = z.object({
  /** The broker's id. A correction differs from what it corrects in the digits after the last dot. */
  execId: z.string(),
  orderRef: z.string(),
  permId: z.number().int(),
  accountId: z.string(),
  instrumentId: z.number().int(),
  displaySymbol: z.string(),
  side: orderSideSchema,
  /** 0 for a fill that the venue has taken back: it replaces the fill it corrects. */
  quantity: z.number().nonnegative(),
  price: z.number(),
  /** When it traded, in the market's time, ISO-8601 UTC. */
  executedAt: z.string(),
  /** Micro-units of `commissionCurrency`; null until the broker has said. */
  commissionMicros: z.number().int().nullable(),
  commissionCurrency: z.string().nullable(),
  /** The broker's own realised P&L of a closing fill; null for an opening one. */
  brokerRealizedPnlMicros: z.number().int().nullable(),
});
export type Execution = z.infer<typeof executionSchema>;
