import type { PriceIncrement } from '#shared/domain/price-increment.ts';

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
