import type { OrderEffect } from '../accounts/order-effect.ts';
import type { ListedInstrument } from '../market/catalogue.ts';
import type { MarketDepth, MarketQuote } from '../market/instrument-market.ts';
import { sessionMs, type MarketMoment } from '../market/trading-calendar.ts';
import { isWorking, remainingOf, type ExchangeExecution, type ExchangeOrder } from './order.ts';
import { OrderIntake, type NewOrder, type PlaceOutcome } from './order-intake.ts';
import { OrderLife, type ExchangeSettings } from './order-life.ts';
import { auctionReaches } from './order-waits.ts';
import { refusals, type Refusal } from './refusals.ts';
import { priceOnTick } from './trailing.ts';

/** TWS shows executions of a week when its trade log is set to; a gateway alone shows those of the day. */
const keptSessions = 7;

/** The simulated exchange. Orders live here, whether or not their client is connected. */
export class Exchange {
  readonly #settings: ExchangeSettings;
  readonly #life: OrderLife;
  readonly #intake: OrderIntake;
  /** Instruments whose opening fell into a halt. */
  readonly #openingsMissed = new Set<number>();

  constructor(settings: ExchangeSettings) {
    this.#settings = settings;
    this.#life = new OrderLife(settings);
    this.#intake = new OrderIntake(settings, this.#life);
  }

  /** Every order that is still working, in the order of acceptance. */
  workingOrders(): ExchangeOrder[] {
    return this.#life.orders.working();
  }

  completedOrders(): readonly ExchangeOrder[] {
    return this.#life.orders.completed();
  }

  executions(): readonly ExchangeExecution[] {
    return this.#life.ledger.all();
  }

  /** Another number where what has ended is no longer what it was; what is only added to it does not count. */
  historyRevision(): number {
    return this.#life.orders.revision + this.#life.ledger.revision;
  }

  /** The execution that traded last and has not been taken back. */
  latestExecution(): ExchangeExecution | undefined {
    return this.#life.ledger.latest();
  }

  /**
   * The venue takes a trade back; see {@link ExecutionLedger} for how its client hears of it.
   *
   * @returns the bust, with the id that follows `execId`; undefined where there is no such execution that still stands
   */
  bust(execId: string): ExchangeExecution | undefined {
    return this.#tell(this.#life.ledger.bust(execId));
  }

  /**
   * The venue gives a trade another price, which is put on the instrument's tick.
   *
   * @returns the correction, with the id that follows `execId`; undefined where there is no such execution that still
   * stands
   */
  correct(execId: string, price: number): ExchangeExecution | undefined {
    const wrong = this.#life.ledger.all().findLast((execution) => execution.execId === execId);
    if (wrong === undefined) return undefined;
    return this.#tell(
      this.#life.ledger.correct(execId, priceOnTick(price, wrong.order.instrument)),
    );
  }

  #tell(correction: ExchangeExecution | undefined): ExchangeExecution | undefined {
    if (correction !== undefined) this.#life.tell(correction);
    return correction;
  }

  /**
   * Trading in an instrument stops. Orders are taken, changed and cancelled as before, and rest; stops do not trigger;
   * orders that cannot wait (IOC, FOK) end.
   */
  halt(conId: number): void {
    this.#life.floor.halt(this.#listed(conId));
  }

  /**
   * Trading begins again with an auction at the price where the market is now: every order that it reaches trades at
   * that one price, in full. An opening that fell into the halt is held now. Source: the Limit Up-Limit Down Plan,
   * section VII (reopening after a trading pause).
   */
  resume(conId: number): void {
    const wasHalted = this.#life.floor.resume(this.#listed(conId));
    if (!wasHalted || !this.#life.floor.isOpen(conId)) return;
    const { moment } = this.#settings.tick();
    const opens = this.#openingsMissed.delete(conId);
    for (const order of this.#life.orders.workingOf(conId)) {
      if (opens || order.waitsFor === null) this.#tradeAtOpening(order, moment);
    }
  }

  /** Whether trading is halted: what generic tick 49 tells. */
  isHalted(conId: number): boolean {
    return this.#life.floor.isHalted(conId);
  }

  #listed(conId: number): ListedInstrument {
    const instrument = this.#settings.market.byConId(conId);
    if (instrument === undefined) throw new RangeError(`There is no contract ${conId}.`);
    return instrument;
  }

  /** The rows of an instrument's book, the best price first, the clients' orders among them. */
  depthOf(instrument: ListedInstrument, rows: number): MarketDepth {
    return this.#life.floor.depthOf(instrument, rows);
  }

  hasWorkingOrders(instrument: ListedInstrument): boolean {
    return this.#life.orders.hasWorking(instrument);
  }

  /** While paused orders are accepted but nothing trades. */
  pauseFills(paused: boolean): void {
    this.#life.floor.pause(paused);
  }

  /** Accepts a new order or changes a working one of the same client and id. */
  place(request: NewOrder, acknowledge: boolean): PlaceOutcome {
    return this.#intake.place(request, acknowledge);
  }

  /** Null when the order is of a size that can be booked at all. */
  sizeRefusal(request: NewOrder): Refusal | null {
    return this.#intake.sizeRefusal(request);
  }

  /** Margin and commission of an order, without placing it. */
  preview(request: NewOrder): OrderEffect {
    return this.#intake.preview(request);
  }

  /** Null when the order is cancelled; otherwise why it cannot be. */
  cancel(clientId: number, orderId: number): Refusal | null {
    const order = this.#life.orders.find(clientId, orderId);
    if (order === undefined) {
      return this.#intake.forgetHeld(clientId, orderId) ? null : refusals.cancelUnknown(orderId);
    }
    if (!isWorking(order)) return refusals.cancelFinished(orderId, order.status);
    this.#life.end(order, '');
    return null;
  }

  /** Gives an order to a client under a new id, as client 0 takes over orders that were entered by hand. */
  adopt(order: ExchangeOrder, clientId: number, orderId: number): void {
    this.#settings.ids.noteOrderId(clientId, orderId);
    this.#life.orders.rename(order, clientId, orderId);
  }

  /** Cancels every working order of every client. */
  cancelAll(): void {
    this.#intake.forgetAllHeld();
    for (const order of this.workingOrders()) if (isWorking(order)) this.#life.end(order, '');
  }

  /** A new tick of an instrument: sizes at the touch are fresh, and waiting orders may trade. */
  onTick(
    instrument: ListedInstrument,
    quote: MarketQuote,
    from: MarketMoment,
    to: MarketMoment,
  ): void {
    if (this.#life.orders.hasWorking(instrument))
      this.#life.floor.onTick(instrument, quote, from, to);
  }

  /**
   * The session is over: the closing auction trades, orders good for the day end, and what is a week old is forgotten.
   *
   * @param close the last moment of the session
   */
  endDay(close: MarketMoment): void {
    this.#holdClosing(close);
    for (const order of this.workingOrders()) {
      if (order.terms.timeInForce === 'DAY' && isWorking(order)) {
        this.#life.end(order, 'The day has ended');
      }
    }
    const oldest = this.#settings.tick().moment - keptSessions * sessionMs;
    this.#life.ledger.forgetBefore(oldest);
    this.#life.orders.forgetCompletedBefore(oldest);
  }

  /** The opening auction of a session: orders for it, and those that have come over the night. */
  beginDay(open: MarketMoment): void {
    this.#openingsMissed.clear();
    for (const order of this.workingOrders()) {
      const { conId } = order.instrument;
      if (this.#life.floor.isOpen(conId)) this.#tradeAtOpening(order, open);
      else this.#openingsMissed.add(conId);
    }
  }

  /**
   * The closing auction trades every order that is for it at one price, in full; those whose limit it does not reach
   * end. There is none in an instrument that does not trade.
   */
  #holdClosing(at: MarketMoment): void {
    for (const order of this.workingOrders()) {
      if (order.waitsFor !== 'closing') continue;
      if (!this.#life.floor.isOpen(order.instrument.conId)) continue;
      if (!this.#tradesInAuction(order, at)) this.#missAuction(order, 'closing');
    }
  }

  /** An opening trades what is for it, and of what works all day what its price reaches; that waits on if it is not. */
  #tradeAtOpening(order: ExchangeOrder, at: MarketMoment): void {
    if (order.awaitingTrigger || order.travelling) return;
    if (order.waitsFor !== null && order.waitsFor !== 'opening') return;
    const forOpening = order.waitsFor === 'opening';
    if (!this.#tradesInAuction(order, at) && forOpening) this.#missAuction(order, 'opening');
  }

  /** Trades an order at the auction's price, in full, if that reaches it; true also of one that has ended before. */
  #tradesInAuction(order: ExchangeOrder, at: MarketMoment): boolean {
    if (!isWorking(order)) return true;
    const price = this.#settings.market.of(order.instrument).lastAt(at);
    if (!auctionReaches(order, price)) return false;
    this.#life.trade([order], remainingOf(order), price, at);
    return true;
  }

  #missAuction(order: ExchangeOrder, auction: 'opening' | 'closing'): void {
    this.#life.end(order, `The ${auction} price did not reach the limit`);
  }

  /** Takes back what a saved state holds. Orders that were on their way are there with the next tick. */
  restore(orders: readonly ExchangeOrder[], executions: readonly ExchangeExecution[]): void {
    for (const order of orders) this.#life.restore(order);
    this.#life.ledger.restore(executions);
  }
}
