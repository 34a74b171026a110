import type { OrderSide } from '#shared/domain/order.ts';

import type { ListedInstrument } from '../market/catalogue.ts';
import type { MarketMoment } from '../market/trading-calendar.ts';
import { isWorking, type ExchangeOrder } from './order.ts';

/** Where there are more finished orders, the older half is forgotten. */
const keptOrders = 100_000;

/** Every order the exchange knows, found by what its client calls it, by instrument, and by whether it has ended. */
export class OrderStore {
  readonly #byClient = new Map<number, Map<number, ExchangeOrder>>();
  readonly #working = new Map<number, Set<ExchangeOrder>>();
  /** Working orders of an account on one side of one contract. */
  readonly #perSide = new Map<string, number>();
  readonly #completed: ExchangeOrder[] = [];
  #revision = 0;

  find(clientId: number, orderId: number): ExchangeOrder | undefined {
    return this.#byClient.get(clientId)?.get(orderId);
  }

  /** Knows an order from now on, as working or as completed. */
  add(order: ExchangeOrder): void {
    this.#index(order);
    if (!isWorking(order)) return this.#keepCompleted(order);
    let ofInstrument = this.#working.get(order.instrument.conId);
    if (ofInstrument === undefined) {
      ofInstrument = new Set();
      this.#working.set(order.instrument.conId, ofInstrument);
    }
    ofInstrument.add(order);
    this.#count(order, 1);
  }

  /** A known order is another client's from now on, under a new id. */
  rename(order: ExchangeOrder, clientId: number, orderId: number): void {
    this.#byClient.get(order.clientId)?.delete(order.orderId);
    if (!isWorking(order)) this.#revision += 1;
    order.clientId = clientId;
    order.orderId = orderId;
    this.#index(order);
  }

  /** A working order has ended. */
  complete(order: ExchangeOrder, at: MarketMoment, status: string): void {
    order.completedAt = at;
    order.completedStatus = status;
    if (this.#working.get(order.instrument.conId)?.delete(order) === true) this.#count(order, -1);
    this.#keepCompleted(order);
  }

  /** Every order that is still working, in the order of acceptance. */
  working(): ExchangeOrder[] {
    return [...this.#working.values()]
      .flatMap((orders) => [...orders])
      .toSorted((a, b) => a.permId - b.permId);
  }

  /** Those of one instrument, in the order of acceptance. */
  workingOf(conId: number): ExchangeOrder[] {
    return [...(this.#working.get(conId) ?? [])];
  }

  hasWorking(instrument: ListedInstrument): boolean {
    return (this.#working.get(instrument.conId)?.size ?? 0) > 0;
  }

  /** How many orders of an account work on one side of an instrument. */
  workingOnSide(accountId: string, instrument: ListedInstrument, side: OrderSide): number {
    return this.#perSide.get(sideKey(accountId, instrument, side)) ?? 0;
  }

  completed(): readonly ExchangeOrder[] {
    return this.#completed;
  }

  /** Counts up where a completed order is forgotten or has another name; one that is only added does not count. */
  get revision(): number {
    return this.#revision;
  }

  forgetCompletedBefore(moment: MarketMoment): void {
    const newer = this.#completed.findIndex(({ completedAt }) => (completedAt ?? 0) >= moment);
    this.#forgetCompleted(newer < 0 ? this.#completed.length : newer);
  }

  #index(order: ExchangeOrder): void {
    let ofClient = this.#byClient.get(order.clientId);
    if (ofClient === undefined) {
      ofClient = new Map();
      this.#byClient.set(order.clientId, ofClient);
    }
    ofClient.set(order.orderId, order);
  }

  #count({ accountId, instrument, terms }: ExchangeOrder, change: 1 | -1): void {
    const key = sideKey(accountId, instrument, terms.side);
    const count = (this.#perSide.get(key) ?? 0) + change;
    if (count === 0) this.#perSide.delete(key);
    else this.#perSide.set(key, count);
  }

  #keepCompleted(order: ExchangeOrder): void {
    this.#completed.push(order);
    if (this.#completed.length > keptOrders) this.#forgetCompleted(keptOrders / 2);
  }

  #forgetCompleted(count: number): void {
    this.#revision += 1;
    for (const old of this.#completed.splice(0, count)) {
      this.#byClient.get(old.clientId)?.delete(old.orderId);
    }
  }
}

function sideKey(accountId: string, { conId }: ListedInstrument, side: OrderSide): string {
  return `${accountId}:${conId}:${side}`;
}
