import { signedQuantity } from '#shared/domain/order.ts';
import type { Clock } from '#shared/domain/ports.ts';

import type { Account } from '../accounts/account.ts';
import type { Marks } from '../market/marks.ts';
import type { Market } from '../market/market.ts';
import type { MarketMoment } from '../market/trading-calendar.ts';
import { seededRandom } from '../random.ts';
import { ExecutionLedger } from './execution-ledger.ts';
import type { IdSequences } from './id-sequences.ts';
import { canBook } from './largest-position.ts';
import {
  isWorking,
  remainingOf,
  type ExchangeExecution,
  type ExchangeOrder,
  type OrderTerms,
} from './order.ts';
import { OrderGroups } from './order-groups.ts';
import { OrderStore } from './order-store.ts';
import { latencies, OrderTravel } from './order-travel.ts';
import { auctionOf, whyHeld } from './order-waits.ts';
import { refusals, type Refusal } from './refusals.ts';
import { TradingFloor } from './trading-floor.ts';
import { termsAtStop } from './trailing.ts';

/** What the exchange tells of its orders. */
export interface ExchangeListener {
  /** An order was accepted, changed or triggered. */
  orderChanged(order: ExchangeOrder): void;
  executed(execution: ExchangeExecution): void;
  /** The exchange knows the order and will not have it. */
  rejected(order: ExchangeOrder, refusal: Refusal): void;
  /** Something its client should know about an order that lives on. */
  warned(order: ExchangeOrder, notice: Refusal): void;
  /** An order ended without trading in full. */
  cancelled(order: ExchangeOrder, reason: string): void;
}

export interface ExchangeSettings {
  market: Market;
  marks: Marks;
  ids: IdSequences;
  clock: Clock;
  /** The same seed gives the same latencies. */
  seed: number;
  /** From acceptance to the exchange, wall milliseconds: what half of the orders stay below; 0 is at once, always. */
  latencyMs: number;
  /** Working orders of an account on one side of one contract; null lifts the limit. */
  ordersPerSideLimit: number | null;
  /** The moment and the number of the latest tick. */
  tick: () => { moment: MarketMoment; step: number };
  accounts: ReadonlyMap<string, Account>;
  listener: ExchangeListener;
  /** Runs work that was waiting for time to pass. */
  later: (work: () => void) => void;
}

/** What becomes of orders once they are accepted: their way to the floor, their fills, their end, and what follows. */
export class OrderLife {
  readonly orders = new OrderStore();
  readonly floor: TradingFloor;
  readonly ledger: ExecutionLedger;
  readonly #settings: ExchangeSettings;
  readonly #groups = new OrderGroups();
  readonly #travel: OrderTravel;

  constructor(settings: ExchangeSettings) {
    this.#settings = settings;
    this.ledger = new ExecutionLedger({
      ids: settings.ids,
      marks: settings.marks,
      accountOf: (order) => this.#accountOf(order),
    });
    this.#travel = new OrderTravel(
      settings.clock,
      latencies(settings.latencyMs, seededRandom(settings.seed, 'latency')),
      (order) => this.#arrive(order),
      settings.later,
    );
    this.floor = new TradingFloor({
      market: settings.market,
      tick: settings.tick,
      events: {
        onTrade: (orders, quantity, price) =>
          this.trade(orders, quantity, price, settings.tick().moment),
        onEnd: (order, reason) => this.end(order, reason),
        onTrigger: (order) => this.#trigger(order),
        onCap: (order, cap) => settings.listener.warned(order, refusals.capped(order, cap)),
      },
    });
  }

  /** An accepted order begins to work and goes on its way. */
  begin(order: ExchangeOrder, acknowledge: boolean): void {
    this.orders.add(order);
    this.#groups.add(order);
    this.floor.time(order);
    this.#reserve(order);
    if (acknowledge) this.#settings.listener.orderChanged(order);
    this.#travel.send(order);
  }

  /** An order ends as it comes. */
  endAtOnce(order: ExchangeOrder, status: 'Inactive' | 'Cancelled', why: string): void {
    order.status = status;
    order.completedAt = order.placedAt;
    order.completedStatus = why;
    this.orders.add(order);
  }

  /** An order of a saved state: it is on the floor with the next tick, wherever it was. */
  restore(order: ExchangeOrder): void {
    this.orders.add(order);
    this.#reserve(order);
    if (!isWorking(order)) return;
    this.#groups.add(order);
    this.floor.time(order);
    if (order.waitsFor === null) this.floor.keep(order);
  }

  /** An order asks for less, and keeps its place in the book. */
  shrink(order: ExchangeOrder, terms: OrderTerms): void {
    order.terms = terms;
    this.#reserve(order);
    this.#settings.listener.orderChanged(order);
  }

  /** An order leaves the floor, gets new terms by `change`, and goes on its way again. */
  rework(order: ExchangeOrder, change: () => void): void {
    this.floor.leave(order);
    this.#groups.remove(order);
    change();
    this.#groups.add(order);
    this.floor.time(order);
    this.#standAgain(order);
  }

  /** One trade: of an order with the market, or of two orders with each other. False when one of them cannot. */
  trade(
    orders: readonly ExchangeOrder[],
    quantity: number,
    price: number,
    at: MarketMoment,
  ): boolean {
    const unable = orders.filter(
      (order) => !canBook(this.#accountOf(order), order.instrument, quantity, price),
    );
    for (const order of unable) this.end(order, 'The position would be beyond what is simulated');
    if (unable.length > 0) return false;
    // Both sides are booked before anybody hears of either.
    const executions = orders.map((order) => {
      const execution = this.ledger.record(order, quantity, price, at);
      order.status = remainingOf(order) === 0 ? 'Filled' : 'Submitted';
      return execution;
    });
    for (const execution of executions) this.#settle(execution);
    return true;
  }

  /** A correction or a bust is told to whom the trade was told. */
  tell(correction: ExchangeExecution): void {
    this.#reserve(correction.order);
    this.#settings.listener.executed(correction);
  }

  /** An order ends without trading in full; `reason` is empty where its client asked for it. */
  end(order: ExchangeOrder, reason: string): void {
    order.status = 'Cancelled';
    order.whyHeld = '';
    this.#complete(order, reason === '' ? 'Cancelled' : `Cancelled: ${reason}`);
    this.#settings.listener.cancelled(order, reason);
    this.#settleChildren(order);
  }

  #arrive(order: ExchangeOrder): void {
    if (!isWorking(order)) return;
    order.travelling = false;
    if (order.waitsFor === null) this.floor.enter(order);
  }

  /** Says where an order stands after a change, and sends it on its way. */
  #standAgain(order: ExchangeOrder): void {
    order.whyHeld = whyHeld(order.waitsFor, order.awaitingTrigger);
    order.status = order.awaitingTrigger || order.waitsFor !== null ? 'PreSubmitted' : 'Submitted';
    this.#reserve(order);
    this.#settings.listener.orderChanged(order);
    order.travelling = true;
    this.#travel.send(order);
  }

  #trigger(order: ExchangeOrder): void {
    order.awaitingTrigger = false;
    order.whyHeld = '';
    order.status = 'Submitted';
    order.terms = termsAtStop(order);
    this.#settings.listener.orderChanged(order);
  }

  /** What follows from a fill for its order, its children and its group. */
  #settle(execution: ExchangeExecution): void {
    const { order, quantity } = execution;
    const filled = remainingOf(order) === 0;
    if (filled) this.#complete(order, `Filled Size: ${order.filled}`);
    else this.#reserve(order);
    this.#settings.listener.executed(execution);
    if (filled) for (const child of this.#groups.childrenOf(order)) this.#release(child);
    this.#affectMates(order, quantity);
  }

  /** The parent has filled: the child goes to the market. */
  #release(child: ExchangeOrder): void {
    if (child.waitsFor !== 'parent') return;
    child.waitsFor = auctionOf(child.terms);
    this.#standAgain(child);
  }

  /** A fill cancels or reduces the other members of its OCA group. */
  #affectMates(order: ExchangeOrder, quantity: number): void {
    const left = remainingOf(order);
    for (const mate of this.#groups.matesOf(order)) {
      const { sizeIncrement } = mate.instrument;
      const share = (remainingOf(mate) * quantity) / (left + quantity);
      const reduction = Math.round(share / sizeIncrement) * sizeIncrement;
      if (left === 0 || order.terms.ocaType === 1 || reduction >= remainingOf(mate)) {
        this.end(mate, '');
      } else if (reduction > 0) {
        const smaller = Math.round((mate.terms.quantity - reduction) * 1e8) / 1e8;
        this.shrink(mate, { ...mate.terms, quantity: smaller });
      }
    }
  }

  /** A parent that ends leaves its children only what it has filled. */
  #settleChildren(parent: ExchangeOrder): void {
    for (const child of this.#groups.childrenOf(parent)) {
      if (child.waitsFor !== 'parent') continue;
      if (parent.filled === 0) {
        this.end(child, '');
        continue;
      }
      const quantity = Math.min(child.terms.quantity, parent.filled);
      child.terms = { ...child.terms, quantity };
      this.#release(child);
    }
  }

  #complete(order: ExchangeOrder, status: string): void {
    this.#reserve(order);
    this.floor.leave(order);
    this.orders.complete(order, this.#settings.tick().moment, status);
    this.#groups.remove(order);
  }

  /** Keeps margin free for what an order may still trade. A child opens nothing before its parent has filled. */
  #reserve(order: ExchangeOrder): void {
    const { side, ocaGroup } = order.terms;
    const open = isWorking(order) && order.waitsFor !== 'parent';
    const left = open ? signedQuantity(side, remainingOf(order)) : 0;
    this.#accountOf(order).reservations.set(order.permId, order.instrument, left, ocaGroup);
  }

  #accountOf(order: ExchangeOrder): Account {
    const account = this.#settings.accounts.get(order.accountId);
    if (account === undefined) throw new RangeError(`There is no account ${order.accountId}.`);
    return account;
  }
}
