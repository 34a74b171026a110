import { isDeepStrictEqual } from 'node:util';

import { signedQuantity } from '#shared/domain/order.ts';
import type { Clock } from '#shared/domain/ports.ts';

import type { Account, Marks } from '../accounts/account.ts';
import {
  lacksFunds,
  orderEffect,
  type EffectOf,
  type OrderEffect,
} from '../accounts/order-effect.ts';
import type { ListedInstrument } from '../market/catalogue.ts';
import type { MarketDepth, MarketQuote } from '../market/instrument-market.ts';
import type { Market } from '../market/market.ts';
import { sessionMs, type MarketMoment } from '../market/trading-calendar.ts';
import { seededRandom } from '../random.ts';
import { ExecutionLedger } from './execution-ledger.ts';
import type { IdSequences } from './id-sequences.ts';
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
import { orderTypeTraits } from './order-types.ts';
import { auctionOf, auctionReaches, keptGroup, termsUnder, whyHeld } from './order-waits.ts';
import { largestLimitOrder, tooFarThrough } from './price-checks.ts';
import { refusals, type Refusal } from './refusals.ts';
import { TradingFloor } from './trading-floor.ts';
import { priceOnTick, termsAtStop } from './trailing.ts';

/** TWS shows executions of a week when its trade log is set to; a gateway alone shows those of the day. */
const keptSessions = 7;

/**
 * A position worth more than this in its currency is not simulated: sums are kept to a millionth of a unit, and 9
 * billion units are as many as a double can hold so.
 */
const largestPositionValue = 4e9;

const beyondBooking = 'The position would be beyond what is simulated';

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

export interface NewOrder {
  clientId: number;
  orderId: number;
  instrument: ListedInstrument;
  account: Account;
  terms: OrderTerms;
}

export type PlaceOutcome =
  | { kind: 'refused'; refusal: Refusal }
  /** Known to the exchange, and rejected by it. */
  | { kind: 'rejected' }
  /** transmit was false: nothing is said until it is placed again. */
  | { kind: 'held' }
  | { kind: 'accepted' };

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

/** Matches orders against the simulated books. Orders live here, whether or not their client is connected. */
export class Exchange {
  readonly #settings: ExchangeSettings;
  readonly #orders = new OrderStore();
  readonly #groups = new OrderGroups();
  readonly #held = new Map<string, NewOrder>();
  readonly #ledger: ExecutionLedger;
  readonly #travel: OrderTravel;
  readonly #floor: TradingFloor;

  constructor(settings: ExchangeSettings) {
    this.#settings = settings;
    this.#ledger = new ExecutionLedger({
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
    this.#floor = new TradingFloor({
      market: settings.market,
      tick: settings.tick,
      events: {
        onTrade: (orders, quantity, price) =>
          this.#trade(orders, quantity, price, settings.tick().moment),
        onEnd: (order, reason) => this.#end(order, reason),
        onTrigger: (order) => this.#trigger(order),
        onCap: (order, cap) => settings.listener.warned(order, refusals.capped(order, cap)),
      },
    });
  }

  /** Every order that is still working, in the order of acceptance. */
  workingOrders(): ExchangeOrder[] {
    return this.#orders.working();
  }

  completedOrders(): readonly ExchangeOrder[] {
    return this.#orders.completed();
  }

  executions(): readonly ExchangeExecution[] {
    return this.#ledger.all();
  }

  /** The execution that traded last and has not been taken back. */
  latestExecution(): ExchangeExecution | undefined {
    return this.#ledger.latest();
  }

  /**
   * The venue takes a trade back; see {@link ExecutionLedger} for how its client hears of it.
   *
   * @returns the bust, with the id that follows `execId`; undefined where there is no such execution that still stands
   */
  bust(execId: string): ExchangeExecution | undefined {
    return this.#tell(this.#ledger.bust(execId));
  }

  /**
   * The venue gives a trade another price, which is put on the instrument's tick.
   *
   * @returns the correction, with the id that follows `execId`; undefined where there is no such execution that still
   * stands
   */
  correct(execId: string, price: number): ExchangeExecution | undefined {
    const wrong = this.#ledger.all().findLast((execution) => execution.execId === execId);
    if (wrong === undefined) return undefined;
    return this.#tell(this.#ledger.correct(execId, priceOnTick(price, wrong.order.instrument)));
  }

  #tell(correction: ExchangeExecution | undefined): ExchangeExecution | undefined {
    if (correction !== undefined) {
      this.#reserve(correction.order);
      this.#settings.listener.executed(correction);
    }
    return correction;
  }

  /**
   * Trading in an instrument stops. Orders are taken, changed and cancelled as before, and rest; stops do not trigger;
   * orders that cannot wait (IOC, FOK) end.
   */
  halt(conId: number): void {
    this.#floor.halt(this.#listed(conId));
  }

  /**
   * Trading begins again with an auction at the price where the market is now: every order that it reaches trades at
   * that one price, in full. Source: the Limit Up-Limit Down Plan, section VII (reopening after a trading pause).
   */
  resume(conId: number): void {
    if (!this.#floor.resume(this.#listed(conId))) return;
    this.#openAuction(this.#orders.workingOf(conId), this.#settings.tick().moment);
  }

  /** Whether trading is halted: what generic tick 49 tells. */
  isHalted(conId: number): boolean {
    return this.#floor.isHalted(conId);
  }

  #listed(conId: number): ListedInstrument {
    const instrument = this.#settings.market.byConId(conId);
    if (instrument === undefined) throw new RangeError(`There is no contract ${conId}.`);
    return instrument;
  }

  /** The rows of an instrument's book, the best price first, the clients' orders among them. */
  depthOf(instrument: ListedInstrument, rows: number): MarketDepth {
    return this.#floor.depthOf(instrument, rows);
  }

  hasWorkingOrders(instrument: ListedInstrument): boolean {
    return this.#orders.hasWorking(instrument);
  }

  /** While paused orders are accepted but nothing trades. */
  pauseFills(paused: boolean): void {
    this.#floor.pause(paused);
  }

  /** Accepts a new order or changes a working one of the same client and id. */
  place(request: NewOrder, acknowledge: boolean): PlaceOutcome {
    const known = this.#orders.find(request.clientId, request.orderId);
    if (known !== undefined) return this.#modify(known, request);
    const key = `${request.clientId}:${request.orderId}`;
    const firstTime = !this.#held.has(key);
    if (firstTime && request.orderId < this.#settings.ids.nextOrderId(request.clientId)) {
      return { kind: 'refused', refusal: refusals.duplicateOrderId };
    }
    const { parentId, transmit } = request.terms;
    if (parentId !== 0 && !this.#hasParent(request)) {
      return { kind: 'refused', refusal: refusals.missingParent(parentId) };
    }
    this.#settings.ids.noteOrderId(request.clientId, request.orderId);
    if (!transmit) {
      this.#held.set(key, request);
      return { kind: 'held' };
    }
    this.#held.delete(key);
    if (parentId !== 0) {
      this.#transmitHeld(request);
      // The parent may have been rejected just now.
      if (!this.#hasParent(request)) {
        return { kind: 'refused', refusal: refusals.missingParent(parentId) };
      }
    }
    return this.#accept(request, acknowledge);
  }

  #hasParent({ clientId, terms: { parentId } }: NewOrder): boolean {
    const parent = this.#orders.find(clientId, parentId);
    if (parent === undefined) return this.#held.has(`${clientId}:${parentId}`);
    return isWorking(parent) || parent.status === 'Filled';
  }

  /** A child that is transmitted takes its parent and its elder siblings with it. */
  #transmitHeld({ clientId, terms: { parentId } }: NewOrder): void {
    for (const [key, held] of this.#held) {
      if (held.clientId !== clientId) continue;
      if (held.orderId !== parentId && held.terms.parentId !== parentId) continue;
      this.#held.delete(key);
      if (held.orderId === parentId || this.#hasParent(held)) this.#accept(held, true);
    }
  }

  /** Null when the order is of a size that can be booked at all. */
  sizeRefusal({ instrument, account, terms }: NewOrder): Refusal | null {
    const mark = this.#settings.marks.markOf(instrument);
    const price = Math.max(terms.limitPrice ?? 0, terms.stopPrice ?? 0, mark);
    return this.#canHold(account, instrument, terms.quantity, price)
      ? null
      : refusals.invalid('The value of the order is beyond what is simulated');
  }

  /** Margin and commission of an order, without placing it. */
  preview(request: NewOrder): OrderEffect {
    return orderEffect(request.account, effectOf(request), this.#settings.marks);
  }

  /** Null when the order is cancelled; otherwise why it cannot be. */
  cancel(clientId: number, orderId: number): Refusal | null {
    const order = this.#orders.find(clientId, orderId);
    if (order === undefined) {
      return this.#held.delete(`${clientId}:${orderId}`) ? null : refusals.cancelUnknown(orderId);
    }
    if (!isWorking(order)) return refusals.cancelFinished(orderId, order.status);
    this.#end(order, '');
    return null;
  }

  /** Gives an order to a client under a new id, as client 0 takes over orders that were entered by hand. */
  adopt(order: ExchangeOrder, clientId: number, orderId: number): void {
    this.#settings.ids.noteOrderId(clientId, orderId);
    this.#orders.rename(order, clientId, orderId);
  }

  /** Cancels every working order of every client. */
  cancelAll(): void {
    this.#held.clear();
    for (const order of this.workingOrders()) if (isWorking(order)) this.#end(order, '');
  }

  /** A new tick of an instrument: sizes at the touch are fresh, and waiting orders may trade. */
  onTick(
    instrument: ListedInstrument,
    quote: MarketQuote,
    from: MarketMoment,
    to: MarketMoment,
  ): void {
    if (this.#orders.hasWorking(instrument)) this.#floor.onTick(instrument, quote, from, to);
  }

  /**
   * The session is over: the closing auction trades, orders good for the day end, and what is a week old is forgotten.
   *
   * @param close the last moment of the session
   */
  endDay(close: MarketMoment): void {
    this.#holdAuction('closing', close);
    for (const order of this.workingOrders()) {
      if (order.terms.timeInForce === 'DAY' && isWorking(order)) {
        this.#end(order, 'The day has ended');
      }
    }
    const oldest = this.#settings.tick().moment - keptSessions * sessionMs;
    this.#ledger.forgetBefore(oldest);
    this.#orders.forgetCompletedBefore(oldest);
  }

  /** The opening auction of a session: orders for it, and those that have come over the night. */
  beginDay(open: MarketMoment): void {
    this.#holdAuction('opening', open);
    this.#openAuction(this.workingOrders(), open);
  }

  /** An auction trades every order that is for it at one price, in full; those whose limit it does not reach end. */
  #holdAuction(auction: 'opening' | 'closing', at: MarketMoment): void {
    for (const order of this.workingOrders()) {
      if (order.waitsFor !== auction || !isWorking(order)) continue;
      if (this.isHalted(order.instrument.conId)) continue;
      const price = this.#settings.market.of(order.instrument).lastAt(at);
      if (auctionReaches(order, price)) this.#trade([order], remainingOf(order), price, at);
      else this.#end(order, `The ${auction} price did not reach the limit`);
    }
  }

  /** Trading opens: orders of the whole day that the price reaches trade at it, in full; the others wait on. */
  #openAuction(orders: readonly ExchangeOrder[], at: MarketMoment): void {
    for (const order of orders) {
      if (!isWorking(order) || order.waitsFor !== null) continue;
      if (order.awaitingTrigger || order.travelling) continue;
      if (this.isHalted(order.instrument.conId)) continue;
      const price = this.#settings.market.of(order.instrument).lastAt(at);
      if (auctionReaches(order, price)) this.#trade([order], remainingOf(order), price, at);
    }
  }

  /** Takes back what a saved state holds. Orders that were on their way are there with the next tick. */
  restore(orders: readonly ExchangeOrder[], executions: readonly ExchangeExecution[]): void {
    for (const order of orders) {
      this.#orders.add(order);
      this.#reserve(order);
      if (!isWorking(order)) continue;
      this.#groups.add(order);
      this.#floor.time(order);
      if (order.waitsFor === null) this.#floor.keep(order);
    }
    this.#ledger.restore(executions);
  }

  #accept(request: NewOrder, acknowledge: boolean): PlaceOutcome {
    const { instrument } = request;
    const parent = this.#orders.find(request.clientId, request.terms.parentId);
    const terms = termsUnder(parent, request.terms);
    const waitsFor = parent !== undefined && isWorking(parent) ? 'parent' : auctionOf(terms);
    const stop = orderTypeTraits[terms.orderType].trigger !== null;
    const order: ExchangeOrder = {
      clientId: request.clientId,
      orderId: request.orderId,
      permId: this.#settings.ids.nextPermId(),
      accountId: request.account.id,
      instrument,
      terms,
      status: stop || waitsFor !== null || terms.orderType === 'MKT' ? 'PreSubmitted' : 'Submitted',
      whyHeld: whyHeld(waitsFor, stop),
      filled: 0,
      filledValue: 0,
      fillCount: 0,
      lastFillPrice: 0,
      awaitingTrigger: stop,
      waitsFor,
      trailStop: null,
      resting: false,
      travelling: true,
      placedAt: this.#settings.tick().moment,
      completedAt: null,
      completedStatus: '',
    };
    const refusal = this.#refusalOf(request);
    if (refusal !== null) {
      this.#addEnded(order, 'Inactive', refusal.message);
      this.#settings.listener.rejected(order, refusal);
      return { kind: 'rejected' };
    }
    const market = tooFarThrough(terms, instrument, this.#floor.quoteOf(instrument));
    if (market !== null && !this.isHalted(instrument.conId)) {
      const reason = refusals.tooFarThrough(terms.limitPrice ?? 0, market);
      this.#addEnded(order, 'Cancelled', reason);
      this.#settings.listener.cancelled(order, reason);
      return { kind: 'rejected' };
    }
    this.#orders.add(order);
    this.#groups.add(order);
    this.#floor.time(order);
    this.#reserve(order);
    if (acknowledge) this.#settings.listener.orderChanged(order);
    order.travelling = true;
    this.#travel.send(order);
    return { kind: 'accepted' };
  }

  #addEnded(order: ExchangeOrder, status: 'Inactive' | 'Cancelled', why: string): void {
    order.status = status;
    order.completedAt = order.placedAt;
    order.completedStatus = why;
    this.#orders.add(order);
  }

  #refusalOf(request: NewOrder): Refusal | null {
    const { instrument, account, terms } = request;
    if (!instrument.tradable) return refusals.notTradable(instrument.localSymbol);
    const { ordersPerSideLimit } = this.#settings;
    const working = this.#orders.workingOnSide(account.id, instrument, terms.side);
    if (ordersPerSideLimit !== null && working >= ordersPerSideLimit) {
      return refusals.tooManyOrders(ordersPerSideLimit);
    }
    const largest = largestLimitOrder(instrument);
    if (largest !== null && terms.limitPrice !== null && terms.quantity > largest) {
      return refusals.tooLarge(terms.quantity, instrument.localSymbol, largest);
    }
    return this.#fundsRefusal(request);
  }

  #fundsRefusal(request: NewOrder): Refusal | null {
    // A child closes what its parent opens, and that is not held yet.
    if (request.terms.parentId !== 0) return null;
    const preview = this.preview(request);
    return lacksFunds(request.account, effectOf(request), preview)
      ? refusals.insufficientFunds(preview.equityBefore, preview.initialAfter)
      : null;
  }

  #modify(order: ExchangeOrder, request: NewOrder): PlaceOutcome {
    const refused = (refusal: Refusal): PlaceOutcome => ({ kind: 'refused', refusal });
    if (order.status === 'Filled') return refused(refusals.alreadyFilled);
    if (!isWorking(order)) return refused(refusals.duplicateOrderId);
    const terms = keptGroup(order.terms, request.terms);
    if (
      order.instrument.conId !== request.instrument.conId ||
      order.terms.side !== terms.side ||
      order.terms.parentId !== terms.parentId ||
      order.accountId !== request.account.id
    ) {
      return refused(refusals.doesNotMatchOriginal);
    }
    if (terms.quantity <= order.filled) {
      return refused(
        refusals.invalid(`The quantity must stay above the ${order.filled} already filled`),
      );
    }
    const farThrough = tooFarThrough(
      terms,
      order.instrument,
      this.#floor.quoteOf(order.instrument),
    );
    if (farThrough !== null) return refused(refusals.outOfRange);
    if (isSmaller(order, terms)) {
      // A smaller size keeps its place in the book.
      order.terms = terms;
      this.#reserve(order);
      this.#settings.listener.orderChanged(order);
      return { kind: 'accepted' };
    }
    this.#floor.leave(order);
    const stop = orderTypeTraits[terms.orderType].trigger !== null;
    const hadStop = orderTypeTraits[order.terms.orderType].trigger !== null;
    order.awaitingTrigger = stop && (order.awaitingTrigger || !hadStop);
    if (order.waitsFor !== 'parent') order.waitsFor = auctionOf(terms);
    order.resting = false;
    this.#groups.remove(order);
    if (order.awaitingTrigger && !isDeepStrictEqual(order.terms.trail, terms.trail)) {
      order.trailStop = null;
    }
    order.terms = terms;
    if (!order.awaitingTrigger) order.terms = termsAtStop(order);
    this.#groups.add(order);
    this.#floor.time(order);
    this.#standAgain(order);
    return { kind: 'accepted' };
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

  #arrive(order: ExchangeOrder): void {
    if (!isWorking(order)) return;
    order.travelling = false;
    if (order.waitsFor === null) this.#floor.enter(order);
  }

  #trigger(order: ExchangeOrder): void {
    order.awaitingTrigger = false;
    order.whyHeld = '';
    order.status = 'Submitted';
    order.terms = termsAtStop(order);
    this.#settings.listener.orderChanged(order);
  }

  /** One trade: of an order with the market, or of two orders with each other. False when one of them cannot. */
  #trade(
    orders: readonly ExchangeOrder[],
    quantity: number,
    price: number,
    at: MarketMoment,
  ): boolean {
    const unable = orders.filter(
      (order) => !this.#canHold(this.#accountOf(order), order.instrument, quantity, price),
    );
    for (const order of unable) this.#end(order, beyondBooking);
    if (unable.length > 0) return false;
    // Both sides are booked before anybody hears of either.
    const executions = orders.map((order) => {
      const execution = this.#ledger.record(order, quantity, price, at);
      order.status = remainingOf(order) === 0 ? 'Filled' : 'Submitted';
      return execution;
    });
    for (const execution of executions) this.#settle(execution);
    return true;
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
        this.#end(mate, '');
      } else if (reduction > 0) this.#reduceTo(mate, mate.terms.quantity - reduction);
    }
  }

  #reduceTo(order: ExchangeOrder, quantity: number): void {
    order.terms = { ...order.terms, quantity: Math.round(quantity * 1e8) / 1e8 };
    this.#reserve(order);
    this.#settings.listener.orderChanged(order);
  }

  /** A parent that ends leaves its children only what it has filled. */
  #settleChildren(parent: ExchangeOrder): void {
    for (const child of this.#groups.childrenOf(parent)) {
      if (child.waitsFor !== 'parent') continue;
      if (parent.filled === 0) {
        this.#end(child, '');
        continue;
      }
      const quantity = Math.min(child.terms.quantity, parent.filled);
      child.terms = { ...child.terms, quantity };
      this.#release(child);
    }
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

  #canHold(
    account: Account,
    instrument: ListedInstrument,
    quantity: number,
    price: number,
  ): boolean {
    const held = Math.abs(account.held(instrument).quantity);
    return (held + quantity) * price * instrument.multiplier <= largestPositionValue;
  }

  #end(order: ExchangeOrder, reason: string): void {
    order.status = 'Cancelled';
    order.whyHeld = '';
    this.#complete(order, reason === '' ? 'Cancelled' : `Cancelled: ${reason}`);
    this.#settings.listener.cancelled(order, reason);
    this.#settleChildren(order);
  }

  #complete(order: ExchangeOrder, status: string): void {
    this.#reserve(order);
    this.#floor.leave(order);
    this.#orders.complete(order, this.#settings.tick().moment, status);
    this.#groups.remove(order);
  }
}

function effectOf({ instrument, terms }: NewOrder): EffectOf {
  const quantity = signedQuantity(terms.side, terms.quantity);
  return { instrument, quantity, limitPrice: terms.limitPrice };
}

/** Whether the new terms ask for less, and for nothing else. */
function isSmaller(order: ExchangeOrder, terms: OrderTerms): boolean {
  const { quantity } = order.terms;
  return (
    !order.travelling &&
    terms.quantity < quantity &&
    isDeepStrictEqual({ ...terms, quantity }, order.terms)
  );
}
