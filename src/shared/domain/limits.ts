import { z } from 'zod';

/** A number a control compares with, and why it is what it is. */
const limit = z.strictObject({
  value: z.number().positive(),
  unit: z.string(),
  reason: z.string().min(1),
});

/** The desk's limits. The version is recorded with every verdict's order, so that a denial can be explained later. */
export const limitsSchema = z.strictObject({
  version: z.number().int().positive(),
  maxOrderQuantity: limit,
  /** In the account's base currency. */
  maxOrderValue: limit,
  /** Percent away from a fresh reference price. */
  priceCollar: limit,
  /** Position plus all working orders on the same side, in units of the instrument. */
  positionLimit: limit,
  /** Age in milliseconds beyond which a quote is stale. */
  maxQuoteAge: limit,
  /** Milliseconds without an acknowledgement after which an order is alerted. */
  acknowledgementDeadline: limit,
  /** Loss on the day, in the base currency, shown as the loss line. */
  dailyLoss: limit,
  /** New orders, modifies and cancels. */
  messagesPerSecond: limit,
  /** New orders that ask for the very same. */
  equalOrdersPerSecond: limit,
  /** Of one contract, to buy or to sell. */
  openOrdersPerSide: limit,
  openOrders: limit,
  /** In the base currency: of everything sent within a minute. */
  valuePerMinute: limit,
  /** Percent of the net liquidation value that one instrument may be. */
  concentration: limit,
  /** In the base currency: the sizes of all positions, long and short added up. */
  grossExposure: limit,
  /** In the base currency, either way: longs less shorts. */
  netExposure: limit,
  /** Symbols in which nothing leaves. */
  restrictedInstruments: z.array(
    z.strictObject({ symbol: z.string().min(1), reason: z.string().min(1) }),
  ),
});
export type Limits = z.infer<typeof limitsSchema>;

/** What a number that limits is called in a limits file. */
export type LimitName = Exclude<keyof Limits, 'version' | 'restrictedInstruments'>;
