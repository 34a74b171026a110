import { z } from 'zod';

/** The options of one trading class of an underlying on one exchange: every expiry is listed with every strike. */
export const optionChainSchema = z.object({
  exchange: z.string(),
  /** conId of the underlying. */
  underlyingId: z.number().int(),
  tradingClass: z.string(),
  /** Value of one unit of price for one contract. */
  multiplier: z.number(),
  /** Last trade dates `YYYYMMDD`, in order. */
  expiries: z.array(z.string()).readonly(),
  strikes: z.array(z.number()).readonly(),
});
export type OptionChain = z.infer<typeof optionChainSchema>;
