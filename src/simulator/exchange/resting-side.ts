import type { OrderSide } from '#shared/domain/order.ts';

import type { ExchangeOrder } from './order.ts';

/** Where an order stands at its price. */
export interface Place {
  /** How much the market has traded at the price, as {@link RestingLevel.traded} counts, when it is the order's turn. */
  readonly turn: number;
  /** The step of the book at which it came. */
  readonly since: number;
}

/** The clients' orders at one price, in the order they came. */
export interface RestingLevel {
  readonly ticks: number;
  readonly orders: ReadonlyMap<ExchangeOrder, Place>;
  /** What the market has traded at this price since the level is there. */
  traded: number;
}

interface Level extends RestingLevel {
  readonly orders: Map<ExchangeOrder, Place>;
}

/** The clients' resting orders of one side: by price, and at one price by time. */
export class RestingSide {
  readonly #better: (a: number, b: number) => boolean;
  /** The best price first. */
  readonly #levels: Level[] = [];
  readonly #where = new Map<ExchangeOrder, Level>();

  constructor(side: OrderSide) {
    this.#better = side === 'BUY' ? (a, b) => a > b : (a, b) => a < b;
  }

  /** How many orders rest here. */
  get size(): number {
    return this.#where.size;
  }

  /** @param ahead what the market shows at that price already: it came before */
  add(order: ExchangeOrder, ticks: number, ahead: number, since: number): void {
    this.remove(order);
    const at = this.#placeOf(ticks);
    let level = this.#levels[at];
    if (level?.ticks !== ticks) {
      level = { ticks, orders: new Map(), traded: 0 };
      this.#levels.splice(at, 0, level);
    }
    level.orders.set(order, { turn: level.traded + ahead, since });
    this.#where.set(order, level);
  }

  remove(order: ExchangeOrder): void {
    const level = this.#where.get(order);
    if (level === undefined) return;
    this.#where.delete(order);
    level.orders.delete(order);
    if (level.orders.size === 0) this.#levels.splice(this.#placeOf(level.ticks), 1);
  }

  ticksOf(order: ExchangeOrder): number | undefined {
    return this.#where.get(order)?.ticks;
  }

  /** Levels from the best on, as far as a price, the price itself included. */
  upTo(ticks: number): RestingLevel[] {
    const end = this.#levels.findIndex((level) => this.#better(ticks, level.ticks));
    return end < 0 ? [...this.#levels] : this.#levels.slice(0, end);
  }

  /** Where a price stands among the levels, or would. */
  #placeOf(ticks: number): number {
    let [low, high] = [0, this.#levels.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const level = this.#levels[middle];
      if (level !== undefined && this.#better(level.ticks, ticks)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
