/** From a price on, the smallest step of the price. */
export interface PriceIncrement {
  lowEdge: number;
  increment: number;
}

/** The steps of a market rule in order of price; what is no step is left out. */
export function parsePriceIncrements(steps: readonly unknown[]): PriceIncrement[] {
  return steps
    .flatMap((step) => {
      if (typeof step !== 'object' || step === null) return [];
      const lowEdge: unknown = Reflect.get(step, 'lowEdge');
      const increment: unknown = Reflect.get(step, 'increment');
      if (typeof lowEdge !== 'number' || typeof increment !== 'number') return [];
      return Number.isFinite(lowEdge) && increment > 0 && Number.isFinite(increment)
        ? [{ lowEdge, increment }]
        : [];
    })
    .toSorted((a, b) => a.lowEdge - b.lowEdge);
}

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
