import { z } from 'zod';

/** From a price on, the smallest step of the price. */
export const priceIncrementSchema = z.object({ lowEdge: z.number(), increment: z.number() });
export type PriceIncrement = z.infer<typeof priceIncrementSchema>;

/**
 * The smallest step of the price at `price`: that of the highest edge not above it; a price below zero counts as its
 * distance from zero. Source: IB, "Minimum price increment": market rules.
 *
 * @param increments at least one, in order of price
 */
export function tickAt(increments: readonly PriceIncrement[], price: number): number {
  const [first] = increments;
  if (first === undefined) throw new RangeError('A market rule without steps says nothing.');
  const distance = Math.abs(price);
  return (increments.findLast(({ lowEdge }) => lowEdge <= distance) ?? first).increment;
}
