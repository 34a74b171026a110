import type { NewFact } from '#shared/domain/fact.ts';
import type { InstrumentId } from '#shared/domain/instrument.ts';
import { isOpen } from '#shared/domain/order-status.ts';
import type { Order, OrderSide } from '#shared/domain/order.ts';

interface Resting {
  readonly instrumentId: InstrumentId;
  readonly side: OrderSide;
  /** The one nearest the other side of the market, with a modify under way; null for an order that rests at no limit. */
  readonly price: number | null;
}

interface RestingSide {
  readonly orders: Map<string, Resting>;
  /** The nearest price of them; undefined while it has to be looked for anew. */
  best: number | null | undefined;
}

/**
 * The open orders of the account by instrument and side, other clients' too, kept up to date fact by fact. Only limit
 * orders rest at a price: a stop order is in no book until it triggers.
 */
export class RestingOrders {
  readonly #orders = new Map<string, Resting>();
  readonly #sides = new Map<string, RestingSide>();

  apply(fact: NewFact): void {
    switch (fact.kind) {
      case 'order.intended':
      case 'order.changed':
      case 'order.external-seen':
        this.#set(fact.body.order);
        return;
      case 'order.modify-intended': {
        const { orderRef, change } = fact.body;
        const before = this.#orders.get(orderRef);
        if (before === undefined || before.price === null) return;
        this.#remove(orderRef);
        this.#add(orderRef, {
          ...before,
          price: nearer(before.side, before.price, change.limitPrice),
        });
        return;
      }
      default:
    }
  }

  get total(): number {
    return this.#orders.size;
  }

  countOn(instrumentId: InstrumentId, side: OrderSide): number {
    return this.#sides.get(sideKey(instrumentId, side))?.orders.size ?? 0;
  }

  /** The highest limit of the buys, or the lowest of the sells; null where none rests. */
  bestPrice(instrumentId: InstrumentId, side: OrderSide): number | null {
    const found = this.#sides.get(sideKey(instrumentId, side));
    if (found === undefined) return null;
    if (found.best === undefined) {
      found.best = null;
      for (const { price } of found.orders.values()) found.best = nearer(side, found.best, price);
    }
    return found.best;
  }

  #set(order: Order): void {
    this.#remove(order.orderRef);
    if (!isOpen(order.status)) return;
    const { orderRef, instrumentId, side, orderType, limitPrice, pendingChange } = order;
    const price =
      orderType === 'LMT' ? nearer(side, limitPrice, pendingChange?.limitPrice ?? null) : null;
    this.#add(orderRef, { instrumentId, side, price });
  }

  #add(orderRef: string, resting: Resting): void {
    const key = sideKey(resting.instrumentId, resting.side);
    const side = this.#sides.get(key) ?? { orders: new Map<string, Resting>(), best: null };
    this.#sides.set(key, side);
    this.#orders.set(orderRef, resting);
    side.orders.set(orderRef, resting);
    if (side.best !== undefined) side.best = nearer(resting.side, side.best, resting.price);
  }

  #remove(orderRef: string): void {
    const before = this.#orders.get(orderRef);
    if (before === undefined) return;
    this.#orders.delete(orderRef);
    const key = sideKey(before.instrumentId, before.side);
    const side = this.#sides.get(key);
    if (side === undefined) return;
    side.orders.delete(orderRef);
    if (side.orders.size === 0) this.#sides.delete(key);
    else if (before.price === side.best) side.best = undefined;
  }
}

function sideKey(instrumentId: InstrumentId, side: OrderSide): string {
  return `${instrumentId}/${side}`;
}

function nearer(side: OrderSide, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return side === 'BUY' ? Math.max(a, b) : Math.min(a, b);
}
