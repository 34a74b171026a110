/** A step of a market rule: from a price on, prices are multiples of the increment. Source: IB, TWS API, Market Rule. */
export interface PriceBand {
  lowEdge: number;
  increment: number;
}

/** The increment of prices at and above a price, and below the next band. */
export function incrementAt(bands: readonly PriceBand[], price: number): number {
  const band = bands.findLast(({ lowEdge }) => price >= lowEdge - 1e-9) ?? bands[0];
  if (band === undefined) throw new RangeError('A market rule needs at least one band.');
  return band.increment;
}

/** Prices as whole numbers of increments, so that no rounding error creeps in. Increments divide 1. */
export function incrementsPerUnit(bands: readonly PriceBand[], price: number): number {
  return Math.round(1 / incrementAt(bands, price));
}

/** The nearest price that can be traded, never below one increment. */
export function onIncrement(bands: readonly PriceBand[], price: number): number {
  const perUnit = incrementsPerUnit(bands, price);
  return Math.max(1, Math.round(price * perUnit)) / perUnit;
}
