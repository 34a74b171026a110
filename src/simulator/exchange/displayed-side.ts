/** A price as a whole number of ticks, and what is shown there. */
export interface DisplayedLevel {
  ticks: number;
  size: number;
}

/** One side of what the simulated market shows on one tick: it is taken from the best price on, and not filled up. */
export class DisplayedSide {
  readonly #levels: readonly DisplayedLevel[];
  #at = 0;
  #takenAtBest = 0;

  /** @param levels the best price first */
  constructor(levels: readonly DisplayedLevel[]) {
    this.#levels = levels.filter(({ size }) => size > 0);
  }

  /** The best price and what is left at it; undefined when everything has been taken. */
  best(): DisplayedLevel | undefined {
    const level = this.#levels[this.#at];
    return level === undefined
      ? undefined
      : { ticks: level.ticks, size: level.size - this.#takenAtBest };
  }

  /** The worst price that is shown; undefined when nothing is. */
  deepestTicks(): number | undefined {
    return this.#levels.at(-1)?.ticks;
  }

  /** Every level with something left, the best first. */
  left(): DisplayedLevel[] {
    const best = this.best();
    return best === undefined ? [] : [best, ...this.#levels.slice(this.#at + 1)];
  }

  sizeAt(ticks: number): number {
    return this.left().find((level) => level.ticks === ticks)?.size ?? 0;
  }

  /** Takes at the best price; at most what is left there. */
  take(quantity: number): void {
    const best = this.best();
    if (best === undefined || quantity > best.size) {
      throw new RangeError(`${quantity} cannot be taken where ${best?.size ?? 0} is shown.`);
    }
    this.#takenAtBest += quantity;
    if (quantity === best.size) {
      this.#at += 1;
      this.#takenAtBest = 0;
    }
  }
}
