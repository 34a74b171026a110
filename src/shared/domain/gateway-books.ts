import { z } from 'zod';

/** What the simulated gateway itself has on its books: what a desk believes is compared with it. */
export const gatewayBooksSchema = z.object({
  /** Every order it took, those that have ended too; an order it refused is none. */
  orders: z.array(
    z.object({
      orderRef: z.string(),
      permId: z.number(),
      /** As the broker says it: `Submitted`, `Filled` … */
      status: z.string(),
      quantity: z.number(),
      filled: z.number(),
    }),
  ),
  /** Those it still tells of. */
  executions: z.array(
    z.object({
      execId: z.string(),
      orderRef: z.string(),
      conId: z.number(),
      side: z.string(),
      quantity: z.number(),
      price: z.number(),
    }),
  ),
});
export type GatewayBooks = z.infer<typeof gatewayBooksSchema>;
