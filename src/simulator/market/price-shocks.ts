import type { MarketMoment } from './trading-calendar.ts';

/** Jumps of a price that were made by hand: from each moment on, every price is so many times what it was. */
export class PriceShocks {
  readonly #shocks: { from: MarketMoment; factor: number }[] = [];

  add(from: MarketMoment, factor: number): void {
    this.#shocks.push({ from, factor });
    this.#shocks.sort((a, b) => a.from - b.from);
  }

  factorAt(moment: MarketMoment): number {
    let product = 1;
    for (const { from, factor } of this.#shocks) if (from <= moment) product *= factor;
    return product;
  }

  /** Moments of jumps after `from` and up to `to`. */
  between(from: MarketMoment, to: MarketMoment): MarketMoment[] {
    return this.#shocks.map((shock) => shock.from).filter((at) => at > from && at <= to);
  }
}
