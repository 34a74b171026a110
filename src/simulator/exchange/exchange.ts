import { fromMicros } from '#shared/domain/money.ts';
import { signedQuantity } from '#shared/domain/order.ts';
import type { Clock } from '#shared/domain/ports.ts';

import type { Account, Marks } from '../accounts/account.ts';
import { orderCommissionMicros } from '../accounts/commissions.ts';
import { marginOf } from '../accounts/margin.ts';
import type { ListedInstrument } from '../market/catalogue.ts';
import type { MarketQuote } from '../market/instrument-market.ts';
import type { Market } from '../market/market.ts';
import { sessionMs, type MarketMoment } from '../market/trading-calendar.ts';
import type { IdSequences } from './id-sequences.ts';
import { isMarketable, matchOrder, triggers, type MatchingTick } from './matching.ts';
import {
  averageFillPrice,
  isWorking,
  remainingOf,
  type ExchangeExecution,
  type ExchangeOrder,
  type OrderTerms,
} from './order.ts';
import { refusals, type Refusal } from './refusals.ts';

/** Finished orders and executions beyond this are forgotten, the oldest first. */
const keptRecords = 100_000;

/** TWS shows executions of a week when its trade log is set to; a gateway alone shows those of the day. */
const keptSessions = 7;

/**
 * A position worth more than this in its currency is not simulated: sums are kept to a millionth of a unit, and 9
 * billion units are as many as a double can hold so.
 */
const largestPositionValue = 4e9;

/** What the exchange tells of its orders. */
export interface ExchangeListener {
  /** An order was accepted, changed or triggered. */
  orderChanged(order: ExchangeOrder): void;
  executed(execution: ExchangeExecution): void;
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
  | { kind: 'rejected'; order: ExchangeOrder; refusal: Refusal }
  /** transmit was false: nothing is said until it is placed again. */
  | { kind: 'held' }
  | { kind: 'accepted'; order: ExchangeOrder };

/** What an order would do to an account, in US dollars. */
export interface OrderPreview {
  initialBefore: number;
  maintenanceBefore: number;
  equityBefore: number;
  initialAfter: number;
  maintenanceAfter: number;
  equityAfter: number;
  commission: number;
}

interface Book {
  /** The tick it belongs to. */
  step: number;
  quote: MarketQuote;
  /** Units left at the touch until the next tick. */
  left: { BUY: number; SELL: number };
}

export interface ExchangeSettings {
  market: Market;
  marks: Marks;
  ids: IdSequences;
  clock: Clock;
  /** From acceptance to the exchange, wall milliseconds; 0 is at once. */
  latencyMs: number;
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
  readonly #orders = new Map<number, Map<number, ExchangeOrder>>();
  readonly #working = new Map<number, Set<ExchangeOrder>>();
  readonly #held = new Map<string, NewOrder>();
  readonly #books = new Map<number, Book>();
  readonly #completed: ExchangeOrder[] = [];
  #executions: ExchangeExecution[] = [];
  #fillsPaused = false;

  constructor(settings: ExchangeSettings) {
    this.#settings = settings;
  }

  /** Every order that is still working, in the order of acceptance. */
  workingOrders(): ExchangeOrder[] {
    return [...this.#working.values()]
      .flatMap((orders) => [...orders])
      .toSorted((a, b) => a.permId - b.permId);
  }

  completedOrders(): readonly ExchangeOrder[] {
    return this.#completed;
  }

  executions(): readonly ExchangeExecution[] {
    return this.#executions;
  }

  hasWorkingOrders(instrument: ListedInstrument): boolean {
    return (this.#working.get(instrument.conId)?.size ?? 0) > 0;
  }

  /** While paused orders are accepted but nothing trades. */
  pauseFills(paused: boolean): void {
    this.#fillsPaused = paused;
  }

  /** Accepts a new order or changes a working one of the same client and id. */
  place(request: NewOrder, acknowledge: boolean): PlaceOutcome {
    const known = this.#orders.get(request.clientId)?.get(request.orderId);
    if (known !== undefined) return this.#modify(known, request);
    const key = `${request.clientId}:${request.orderId}`;
    const firstTime = !this.#held.has(key);
    if (firstTime && request.orderId < this.#settings.ids.nextOrderId(request.clientId)) {
      return { kind: 'refused', refusal: refusals.duplicateOrderId };
    }
    this.#settings.ids.noteOrderId(request.clientId, request.orderId);
    if (!request.terms.transmit) {
      this.#held.set(key, request);
      return { kind: 'held' };
    }
    this.#held.delete(key);
    return this.#accept(request, acknowledge);
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
  preview({ instrument, account, terms }: NewOrder): OrderPreview {
    const { marks } = this.#settings;
    const figures = account.figures(marks);
    const rate = marks.dollarsPer(instrument.currency);
    const price = terms.limitPrice ?? marks.markOf(instrument);
    const held = account.held(instrument).quantity;
    const unitValue = Math.abs(price) * instrument.multiplier * rate;
    const after = held + signedQuantity(terms.side, terms.quantity);
    const was = marginOf(instrument, held, Math.abs(held) * unitValue);
    const becomes = marginOf(instrument, after, Math.abs(after) * unitValue);
    const commission = fromMicros(
      orderCommissionMicros(instrument, terms.quantity, terms.quantity * unitValue),
    );
    return {
      initialBefore: figures.initialMargin,
      maintenanceBefore: figures.maintenanceMargin,
      equityBefore: figures.netLiquidation,
      initialAfter: figures.initialMargin - was.initial + becomes.initial,
      maintenanceAfter: figures.maintenanceMargin - was.maintenance + becomes.maintenance,
      equityAfter: figures.netLiquidation - commission,
      commission,
    };
  }

  /** Null when the order is cancelled; otherwise why it cannot be. */
  cancel(clientId: number, orderId: number): Refusal | null {
    const order = this.#orders.get(clientId)?.get(orderId);
    if (order === undefined) {
      return this.#held.delete(`${clientId}:${orderId}`) ? null : refusals.cancelUnknown(orderId);
    }
    if (!isWorking(order)) return refusals.cancelFinished(orderId, order.status);
    this.#end(order, '');
    return null;
  }

  /** Cancels every working order of every client. */
  cancelAll(): void {
    this.#held.clear();
    for (const order of this.workingOrders()) this.#end(order, '');
  }

  /** A new tick of an instrument: sizes at the touch are fresh, and waiting orders may trade. */
  onTick(
    instrument: ListedInstrument,
    quote: MarketQuote,
    from: MarketMoment,
    to: MarketMoment,
  ): void {
    this.#books.set(instrument.conId, freshBook(quote, this.#settings.tick().step));
    const orders = this.#working.get(instrument.conId);
    if (orders === undefined || orders.size === 0) return;
    const tick = { quote, ...this.#settings.market.of(instrument).extremesBetween(from, to) };
    for (const order of orders) if (!order.travelling) this.#work(order, tick);
  }

  /** The session is over: orders good for the day end, and what is a week old is forgotten. */
  endDay(): void {
    for (const order of this.workingOrders()) {
      if (order.terms.timeInForce === 'DAY') this.#end(order, 'The day has ended');
    }
    const oldest = this.#settings.tick().moment - keptSessions * sessionMs;
    this.#executions = this.#executions.filter(({ at }) => at >= oldest);
    const forgotten = this.#completed.filter((order) => (order.completedAt ?? 0) < oldest);
    this.#forgetCompleted(forgotten.length);
  }

  /** Takes back what a saved state holds. Orders that were on their way arrive now. */
  restore(orders: readonly ExchangeOrder[], executions: readonly ExchangeExecution[]): void {
    for (const order of orders) {
      this.#remember(order);
      if (isWorking(order)) this.#setOf(order.instrument).add(order);
      else this.#completed.push(order);
    }
    this.#executions.push(...executions);
  }

  #accept(request: NewOrder, acknowledge: boolean): PlaceOutcome {
    const { terms, instrument } = request;
    const stop = terms.stopPrice !== null;
    const order: ExchangeOrder = {
      clientId: request.clientId,
      orderId: request.orderId,
      permId: this.#settings.ids.nextPermId(),
      accountId: request.account.id,
      instrument,
      terms,
      status: stop || terms.orderType === 'MKT' ? 'PreSubmitted' : 'Submitted',
      whyHeld: stop ? 'trigger' : '',
      filled: 0,
      filledValue: 0,
      fillCount: 0,
      lastFillPrice: 0,
      awaitingTrigger: stop,
      resting: false,
      travelling: true,
      placedAt: this.#settings.tick().moment,
      completedAt: null,
      completedStatus: '',
    };
    this.#remember(order);
    const refusal = instrument.tradable
      ? this.#fundsRefusal(request)
      : refusals.notTradable(instrument.localSymbol);
    if (refusal !== null) {
      order.status = 'Inactive';
      this.#complete(order, refusal.message);
      return { kind: 'rejected', order, refusal };
    }
    this.#setOf(instrument).add(order);
    if (acknowledge) this.#settings.listener.orderChanged(order);
    this.#travel(order);
    return { kind: 'accepted', order };
  }

  #fundsRefusal(request: NewOrder): Refusal | null {
    const preview = this.preview(request);
    const growing = preview.initialAfter > preview.initialBefore;
    return growing && preview.initialAfter > preview.equityAfter
      ? refusals.insufficientFunds(preview.equityBefore, preview.initialAfter)
      : null;
  }

  #modify(order: ExchangeOrder, request: NewOrder): PlaceOutcome {
    const refused = (refusal: Refusal): PlaceOutcome => ({ kind: 'refused', refusal });
    if (order.status === 'Filled') return refused(refusals.alreadyFilled);
    if (!isWorking(order)) return refused(refusals.duplicateOrderId);
    const { terms } = request;
    if (
      order.instrument.conId !== request.instrument.conId ||
      order.terms.side !== terms.side ||
      order.accountId !== request.account.id
    ) {
      return refused(refusals.doesNotMatchOriginal);
    }
    if (terms.quantity <= order.filled) {
      return refused(
        refusals.invalid(`The quantity must stay above the ${order.filled} already filled`),
      );
    }
    const stop = terms.stopPrice !== null;
    const hadStop = order.terms.stopPrice !== null;
    order.awaitingTrigger = stop && (order.awaitingTrigger || !hadStop);
    order.whyHeld = order.awaitingTrigger ? 'trigger' : '';
    order.status = order.awaitingTrigger ? 'PreSubmitted' : 'Submitted';
    order.resting = false;
    order.terms = terms;
    this.#settings.listener.orderChanged(order);
    this.#travel(order);
    return { kind: 'accepted', order };
  }

  #travel(order: ExchangeOrder): void {
    const { latencyMs, clock, later } = this.#settings;
    order.travelling = true;
    if (latencyMs === 0) this.#arrive(order);
    else clock.after(latencyMs, () => later(() => this.#arrive(order)));
  }

  #arrive(order: ExchangeOrder): void {
    if (!isWorking(order)) return;
    order.travelling = false;
    const { quote } = this.#bookOf(order.instrument);
    const { moment } = this.#settings.tick();
    const last = this.#settings.market.of(order.instrument).lastAt(moment);
    this.#work(order, { quote, high: last, low: last });
  }

  /** Lets an order react to a tick: trigger, trade, rest or, when it was immediate, end. */
  #work(order: ExchangeOrder, tick: MatchingTick): void {
    if (this.#fillsPaused) return;
    if (order.awaitingTrigger) {
      if (!triggers(order, tick)) {
        if (order.terms.timeInForce === 'IOC') this.#end(order, '');
        return;
      }
      order.awaitingTrigger = false;
      order.whyHeld = '';
      order.status = 'Submitted';
      this.#settings.listener.orderChanged(order);
    }
    const { left } = this.#bookOf(order.instrument);
    const { side } = order.terms;
    const match = matchOrder(order, tick, left[side]);
    if (match !== null) {
      const account = this.#accountOf(order);
      if (!this.#canHold(account, order.instrument, match.quantity, match.price)) {
        this.#end(order, 'The position would be beyond what is simulated');
        return;
      }
      left[side] -= match.quantity;
      this.#fill(order, match.quantity, match.price);
    } else if (!isMarketable(order, tick)) {
      order.resting = true;
    }
    if (order.terms.timeInForce === 'IOC' && isWorking(order)) this.#end(order, '');
  }

  #fill(order: ExchangeOrder, quantity: number, price: number): void {
    const { ids, marks, listener } = this.#settings;
    const { instrument, terms } = order;
    const account = this.#accountOf(order);
    const rate = marks.dollarsPer(instrument.currency);
    const dollars = (value: number): number => value * instrument.multiplier * rate;
    const before = orderCommissionMicros(instrument, order.filled, dollars(order.filledValue));
    order.filled = Math.round((order.filled + quantity) * 1e8) / 1e8;
    order.filledValue += quantity * price;
    order.lastFillPrice = price;
    const total = orderCommissionMicros(instrument, order.filled, dollars(order.filledValue));
    const commissionMicros = Math.max(0, total - before);
    // Commissions are in dollars, holdings in the instrument's currency.
    const booked = Math.round(commissionMicros / rate);
    const signed = signedQuantity(terms.side, quantity);
    const { realizedMicros } = account.book(instrument, signed, price, booked, marks);
    order.status = remainingOf(order) === 0 ? 'Filled' : 'Submitted';
    order.fillCount += 1;
    const execution: ExchangeExecution = {
      execId: ids.execIdFor(order.permId, order.fillCount),
      order,
      quantity,
      price,
      at: this.#settings.tick().moment,
      cumulativeQuantity: order.filled,
      averagePrice: averageFillPrice(order),
      commissionMicros,
      realizedMicros: realizedMicros === null ? null : Math.round(realizedMicros * rate),
    };
    this.#executions.push(execution);
    if (this.#executions.length > keptRecords) this.#executions.splice(0, keptRecords / 10);
    if (order.status === 'Filled') this.#complete(order, `Filled Size: ${order.filled}`);
    listener.executed(execution);
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
  }

  #complete(order: ExchangeOrder, status: string): void {
    order.completedAt = this.#settings.tick().moment;
    order.completedStatus = status;
    this.#working.get(order.instrument.conId)?.delete(order);
    this.#completed.push(order);
    if (this.#completed.length > keptRecords) this.#forgetCompleted(keptRecords / 10);
  }

  #forgetCompleted(count: number): void {
    for (const old of this.#completed.splice(0, count)) {
      this.#orders.get(old.clientId)?.delete(old.orderId);
    }
  }

  #remember(order: ExchangeOrder): void {
    let ofClient = this.#orders.get(order.clientId);
    if (ofClient === undefined)
      this.#orders.set(order.clientId, (ofClient = new Map<number, ExchangeOrder>()));
    ofClient.set(order.orderId, order);
  }

  #setOf(instrument: ListedInstrument): Set<ExchangeOrder> {
    let orders = this.#working.get(instrument.conId);
    if (orders === undefined) this.#working.set(instrument.conId, (orders = new Set()));
    return orders;
  }

  #bookOf(instrument: ListedInstrument): Book {
    const { moment, step } = this.#settings.tick();
    let book = this.#books.get(instrument.conId);
    // An instrument nobody watches gets no ticks, so its book may be of an earlier one.
    if (book === undefined || book.step !== step) {
      book = freshBook(this.#settings.market.of(instrument).quoteAt(moment, step), step);
      this.#books.set(instrument.conId, book);
    }
    return book;
  }
}

function freshBook(quote: MarketQuote, step: number): Book {
  return { step, quote, left: { BUY: quote.askSize, SELL: quote.bidSize } };
}
