import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { OrderSide } from '#shared/domain/order.ts';

import { readCatalogue } from '../market/catalogue.ts';
import { ScratchBook } from './instrument-book.fixture.ts';
import { isWorking, opposite, remainingOf, type ExchangeOrder } from './order.ts';

interface Step {
  /** What becomes of the book when this is played. */
  play(play: Play): void;
}

/** A book, what came to it, and which trades passed somebody with a better claim. */
class Play {
  readonly scratch: ScratchBook;
  readonly arrived: ExchangeOrder[] = [];
  readonly injustices: string[] = [];

  constructor() {
    const [instrument] = readCatalogue().instruments;
    if (instrument === undefined) throw new RangeError('The catalogue is empty.');
    this.scratch = new ScratchBook(instrument);
    this.scratch.show([[99.99, 100]], [[100.01, 100]]);
  }

  place(side: OrderSide, quantity: number, limitPrice: number | null): void {
    const before = this.scratch.trades.length;
    const taker = this.scratch.place(this.arrived.length + 1, side, quantity, limitPrice);
    for (const { orders, price } of this.scratch.trades.slice(before)) {
      const [maker] = orders;
      for (const other of this.resting(opposite(side))) {
        if (orders.length === 1 ? isBetter(other, price) : this.#hasBetterClaim(other, maker)) {
          this.injustices.push(`${orders.join('+')} passed ${other.orderId}`);
        }
      }
    }
    this.arrived.push(taker);
  }

  cancel(which: number): void {
    const order = this.arrived[which % Math.max(1, this.arrived.length)];
    if (order === undefined || !isWorking(order)) return;
    order.status = 'Cancelled';
    this.scratch.book.remove(order);
  }

  /** A new quote around a price in cents, after trades as far from it as `reach` cents. */
  tick(middle: number, sizes: readonly number[], reach: number, volume: number): void {
    const level = (away: number, i: number): [number, number] => [
      (middle + away) / 100,
      sizes[i] ?? 1,
    ];
    const quote = this.scratch.show(
      [level(-1, 0), level(-2, 1), level(-3, 2)],
      [level(1, 3), level(2, 4), level(3, 5)],
    );
    const before = this.scratch.trades.length;
    const [low, high] = [(middle - reach) / 100, (middle + reach) / 100];
    this.scratch.book.trade({ quote, low, high, volume });
    for (const { orders } of this.scratch.trades.slice(before)) {
      const side = this.scratch.orders.get(orders[0] ?? 0)?.terms.side ?? 'BUY';
      for (const other of this.resting(side)) {
        if (this.#hasBetterClaim(other, orders[0])) {
          this.injustices.push(`the market passed ${other.orderId} for ${orders[0]}`);
        }
      }
    }
  }

  resting(side: OrderSide): ExchangeOrder[] {
    return this.arrived.filter(
      (order) => order.terms.side === side && this.scratch.book.restsAt(order) !== undefined,
    );
  }

  /** Whether an order should have traded before another of its side: by price, then by time. */
  #hasBetterClaim(order: ExchangeOrder, otherId: number | undefined): boolean {
    const other = this.scratch.orders.get(otherId ?? 0);
    const price = other?.terms.limitPrice;
    if (other === undefined || price == null || order === other) return false;
    return (
      isBetter(order, price) || (order.terms.limitPrice === price && order.orderId < other.orderId)
    );
  }
}

/** Whether an order gives whoever trades with it more than a price does. */
function isBetter({ terms }: ExchangeOrder, price: number): boolean {
  const own = terms.limitPrice ?? 0;
  return terms.side === 'BUY' ? own > price + 1e-9 : own < price - 1e-9;
}

const cents = fc.integer({ min: 9990, max: 10_010 });
const size = fc.integer({ min: 1, max: 300 });

const place: fc.Arbitrary<Step> = fc
  .tuple(fc.constantFrom<OrderSide>('BUY', 'SELL'), size, fc.option(cents, { freq: 4 }))
  .map(([side, quantity, limit]) => ({
    play: (play) => play.place(side, quantity, limit === null ? null : limit / 100),
    toString: () => `place(${side}, ${quantity}, ${limit})`,
  }));

const cancel: fc.Arbitrary<Step> = fc
  .nat({ max: 60 })
  .map((which) => ({ play: (play) => play.cancel(which), toString: () => `cancel(${which})` }));

const tick: fc.Arbitrary<Step> = fc
  .tuple(
    cents,
    fc.array(size, { minLength: 6, maxLength: 6 }),
    fc.nat({ max: 8 }),
    fc.nat({ max: 400 }),
  )
  .map(([middle, sizes, reach, volume]) => ({
    play: (play) => play.tick(middle, sizes, reach, volume),
    toString: () => `tick(${middle}, [${sizes.join()}], ${reach}, ${volume})`,
  }));

const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: place },
    { weight: 1, arbitrary: cancel },
    { weight: 3, arbitrary: tick },
  ),
  { maxLength: 60 },
);

function afterEveryPlay(check: (play: Play) => void): void {
  fc.assert(
    fc.property(steps, (all) => {
      const play = new Play();
      for (const step of all) step.play(play);
      check(play);
    }),
    { numRuns: 200 },
  );
}

describe('whatever comes to a book', () => {
  it('fills no order above its quantity, and every trade on both of its sides', () => {
    afterEveryPlay(({ scratch, arrived }) => {
      for (const order of arrived) {
        const fills = scratch.trades.filter(({ orders }) => orders.includes(order.orderId));
        expect(fills.every(({ quantity }) => quantity > 0)).toBe(true);
        expect(fills.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(order.filled);
        expect(order.filled).toBeLessThanOrEqual(order.terms.quantity);
        expect(order.status === 'Filled').toBe(remainingOf(order) === 0);
      }
      for (const { orders } of scratch.trades) {
        const sides = orders.map((id) => scratch.orders.get(id)?.terms.side);
        expect(new Set(sides).size).toBe(orders.length);
      }
    });
  });

  it('trades none at a worse price than its limit', () => {
    afterEveryPlay(({ scratch }) => {
      for (const { orders, price } of scratch.trades) {
        for (const id of orders) {
          const order = scratch.orders.get(id);
          const limitPrice = order?.terms.limitPrice ?? null;
          if (order === undefined || limitPrice === null) continue;
          const worse = order.terms.side === 'BUY' ? price - limitPrice : limitPrice - price;
          expect(worse).toBeLessThan(1e-9);
        }
      }
    });
  });

  it('trades the better price first, and at one price whoever came first', () => {
    afterEveryPlay(({ injustices }) => expect(injustices).toEqual([]));
  });

  it('leaves no two orders in it that could trade with each other', () => {
    afterEveryPlay((play) => {
      const prices = (side: OrderSide): number[] =>
        play.resting(side).map(({ terms }) => terms.limitPrice ?? Number.NaN);
      expect(Math.max(0, ...prices('BUY'))).toBeLessThan(Math.min(1e9, ...prices('SELL')));
    });
  });
});
