import type { BrokerSnapshot, BrokerWord, WhatIf } from '#shared/domain/broker-word.ts';
import type { LinkStatus } from '#shared/domain/gateway.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { Clock } from '#shared/domain/ports.ts';
import type { DepthBook } from '#shared/domain/market-depth.ts';
import type { OptionChain } from '#shared/domain/option-chain.ts';
import type { PriceIncrement } from '#shared/domain/price-increment.ts';
import type { Bar, BarSize, MarketDataType } from '#shared/domain/quote.ts';

import { BarStreams } from './bar-streams.ts';
import { CancelProbe, type CancelRoadTimes } from './cancel-probe.ts';
import { DepthFeeds } from './depth-feeds.ts';
import { FarmWatch } from './farm-watch.ts';
import { Hearing } from './hearing.ts';
import { Heartbeat } from './heartbeat.ts';
import { HistoryGate } from './history-gate.ts';
import { lateAdvice } from './link-advice.ts';
import { sentenceOf } from './link-errors.ts';
import { LinkLife } from './link-life.ts';
import {
  checkOptions,
  defaultLineLimit,
  defaultMessagesPerSecond,
  type LinkOptions,
  type LogLevel,
} from './link-options.ts';
import { defaultTimings, type LinkTimings } from './link-timings.ts';
import { OrderGate } from './order-gate.ts';
import { OrderRoad } from './order-road.ts';
import type { InstrumentQuery, WireOrder } from './order-wire.ts';
import { Outbox } from './outbox.ts';
import type { PacerStatus } from './pacer.ts';
import { Questions, type BarsOptions } from './questions.ts';
import { Quotes } from './quotes.ts';
import { ReadOnlyWatch } from './read-only-watch.ts';
import { Reconciliation } from './reconciliation.ts';
import { RequestIds } from './request-ids.ts';
import { Session } from './session.ts';
import type { HeardSoFar } from './snapshot.ts';

/**
 * The desk's connection to TWS, IB Gateway or the simulated gateway. Everything it tells is a {@link BrokerWord}, a
 * quote or the answer to a question, in the desk's own words. Promises reject with one of `link-errors.ts`.
 */
export interface GatewayLink {
  /** Connects, and connects again after every drop, until {@link stop}. */
  start(): void;
  stop(): Promise<void>;
  status(): LinkStatus;
  /**
   * The desk has compared and recorded this snapshot: from `reconciling` the link becomes `ready`. Any snapshot but
   * the latest of this reconciliation is passed over.
   */
  acceptSnapshot(snapshot: BrokerSnapshot): void;
  /**
   * Asks for another snapshot while ready; passed over in other states and while one is on its way.
   *
   * @param explains asked once the open orders and the executions of the day have come: whether they account for all that
   * the desk knows, and the orders that have ended need not be listed. Without it they are.
   */
  requestSnapshot(explains?: (heard: HeardSoFar) => boolean): void;
  /** The accounts the gateway holds, as soon as it has named them; empty while there is no connection. */
  accountIds(): readonly string[];
  /**
   * From now on, over every connection: orders for this account alone, and cancels only while the gateway holds it.
   * Null for any paper account. A live account stays refused either way.
   */
  tradeOnly(accountId: string | null): void;
  /** Whether the gateway refuses orders because Read-Only API is set in its settings, as far as it has shown. */
  readOnlyApi(): boolean;
  /** Reserves an order id. Throws LinkNotReadyError unless ready. */
  nextOrderId(): number;
  /**
   * Sends an order, or with the id of a live one its change. It leaves at once or as soon as pacing lets it, but
   * only on this connection and only while the link is ready; if it cannot leave any more, an `order-error` with
   * code 504 says so. Throws LinkNotReadyError unless ready, LiveAccountError when the gateway holds a live
   * account, UnknownAccountError for an account it does not hold, OtherAccountError for one that {@link tradeOnly}
   * leaves out.
   *
   * @param heldBack asked at the moment it would leave: why it must not any more, as a sentence; null lets it go
   */
  placeOrder(order: WireOrder, heldBack?: () => string | null): void;
  /** Orders that hang together: all of them leave in one turn of pacing or none. As {@link placeOrder}. */
  placeTogether(orders: readonly WireOrder[], heldBack?: () => string | null): void;
  /**
   * Overtakes everything but {@link cancelAllOrders}; an order still waiting here is thrown away instead. Throws
   * LinkNotReadyError when it cannot leave, LiveAccountError when the gateway holds a live account,
   * UnknownAccountError when it does not hold the account of {@link tradeOnly}.
   */
  cancelOrder(orderId: number): void;
  /**
   * Cancels every order of every account of the login, of whatever client; the protocol has none for one account.
   * Orders still waiting here are thrown away first. Throws as {@link cancelOrder}.
   */
  cancelAllOrders(): void;
  /**
   * Sends a question that changes nothing by the road of {@link cancelAllOrders} and says how fast that was. Throws as
   * {@link cancelOrder}.
   */
  probeCancelRoad(): Promise<CancelRoadTimes>;
  /** The broker's preview of an order that is not sent; also for a live account. */
  whatIf(order: Omit<WireOrder, 'orderId'>): Promise<WhatIf>;
  /**
   * Instruments whose symbol or name fits, at most eight; or those that `EUR.USD`, `MES 202006` or
   * `SPY 20200320 250 C` names.
   */
  searchInstruments(text: string): Promise<Instrument[]>;
  /** Instruments that fit the query; empty when there are none. */
  instrumentDetails(query: InstrumentQuery): Promise<Instrument[]>;
  /**
   * The steps of the instrument's price, each from a price on, in order of price: those of its market rule, or its
   * smallest one alone where there is no rule.
   */
  priceIncrements(instrument: Instrument): Promise<readonly PriceIncrement[]>;
  /** What options there are on an instrument; empty when there are none. */
  optionChain(underlying: Instrument): Promise<OptionChain[]>;
  /** Bars in order of time. */
  historicalBars(instrument: Instrument, barSize: BarSize, options: BarsOptions): Promise<Bar[]>;
  /** Quotes of the instrument go to `onQuote` until the returned function is called; kept up over reconnects. */
  subscribeQuotes(instrument: Instrument): () => void;
  /** Recent bars and every change of the last one, until the returned function is called; kept up over reconnects. */
  subscribeBars(instrument: Instrument, barSize: BarSize, onBar: (bar: Bar) => void): () => void;
  /**
   * The order book of an instrument, `rows` deep on each side and whole at every change, until the returned function
   * is called; kept up over reconnects. An empty book means that there is none at the moment.
   */
  subscribeDepth(
    instrument: Instrument,
    rows: number,
    onBook: (book: DepthBook) => void,
  ): () => void;
  /** What the gateway sends where there is no live data. */
  setMarketDataType(type: MarketDataType): void;
  /** What waits to be sent, by order of precedence, and what has left in the last second. */
  pacerStatus(): PacerStatus;
  /** Market-data lines in use, and how many there may be. */
  quoteLines(): { used: number; limit: number };
}

/** Throws LinkOptionsError for settings it cannot work with. */
export function createLink(options: LinkOptions): GatewayLink {
  checkOptions(options);
  return new Link(options);
}

class Link implements GatewayLink {
  readonly #options: LinkOptions;
  readonly #clock: Clock;
  readonly #timings: LinkTimings;
  readonly #outbox: Outbox;
  readonly #requestIds = new RequestIds();
  readonly #gate = new OrderGate();
  readonly #readOnly = new ReadOnlyWatch();
  readonly #life: LinkLife;
  readonly #heartbeat: Heartbeat;
  readonly #orders: OrderRoad;
  readonly #cancelProbe: CancelProbe;
  readonly #historyGate: HistoryGate;
  readonly #questions: Questions;
  readonly #reconciliation: Reconciliation;
  readonly #quotes: Quotes;
  readonly #depth: DepthFeeds;
  readonly #barStreams: BarStreams;
  readonly #farms: FarmWatch;
  readonly #hearing: Hearing;

  constructor(options: LinkOptions) {
    const { clock, messagesPerSecond: rate } = options;
    this.#options = options;
    this.#clock = clock;
    this.#timings = { ...defaultTimings, ...options.timings };
    this.#outbox = new Outbox(
      clock,
      rate === undefined ? defaultMessagesPerSecond : rate,
      (error) => this.#log('error', `A request could not be written: ${sentenceOf(error)}`),
    );
    this.#heartbeat = this.#newHeartbeat();
    this.#life = this.#newLife();
    this.#orders = this.#newOrderRoad();
    this.#cancelProbe = new CancelProbe(clock, this.#outbox, this.#timings.askMs);
    this.#historyGate = new HistoryGate(clock, this.#timings.barsMs);
    this.#questions = this.#newQuestions();
    this.#reconciliation = this.#newReconciliation();
    this.#quotes = this.#newQuotes();
    this.#depth = this.#newDepthFeeds();
    this.#barStreams = this.#newBarStreams();
    this.#farms = new FarmWatch(clock, this.#timings.quotes.deadFeedMs, {
      'market-data': [this.#quotes, this.#depth],
      history: [this.#barStreams],
    });
    this.#hearing = this.#newHearing();
  }

  start(): void {
    this.#life.start();
  }

  stop(): Promise<void> {
    this.#life.stop();
    return Promise.resolve();
  }

  status(): LinkStatus {
    return this.#life.status();
  }

  acceptSnapshot(snapshot: BrokerSnapshot): void {
    if (this.#reconciliation.accept(snapshot)) this.#life.reconciled();
  }

  requestSnapshot(explains?: (heard: HeardSoFar) => boolean): void {
    if (this.#life.state === 'ready' && !this.#reconciliation.isUnderWay) {
      this.#reconciliation.start(explains);
    }
  }

  accountIds(): readonly string[] {
    return this.#gate.accountIds;
  }

  tradeOnly(accountId: string | null): void {
    this.#gate.tradeOnly(accountId);
  }

  readOnlyApi(): boolean {
    return this.#readOnly.isSet;
  }

  nextOrderId(): number {
    this.#life.require('place', 'An order id');
    return this.#orders.nextId();
  }

  placeOrder(order: WireOrder, heldBack: () => string | null = () => null): void {
    const what = `The order ${order.orderRef}`;
    this.#life.require('place', what);
    this.#gate.requireOrder(what, order.accountId);
    this.#orders.place(what, order, heldBack);
  }

  placeTogether(orders: readonly WireOrder[], heldBack: () => string | null = () => null): void {
    const what = `The orders ${orders.map(({ orderRef }) => orderRef).join(', ')}`;
    this.#life.require('place', what);
    for (const { accountId } of orders) this.#gate.requireOrder(what, accountId);
    this.#orders.placeTogether(what, orders, heldBack);
  }

  cancelOrder(orderId: number): void {
    const what = `The cancel of order ${orderId}`;
    this.#life.require('cancel', what);
    this.#gate.requireCancel(what);
    this.#orders.cancel(what, orderId);
  }

  cancelAllOrders(): void {
    const what = 'The cancel of all orders';
    this.#life.require('cancel', what);
    this.#gate.requireCancel(what);
    this.#orders.cancelAll(what);
  }

  async probeCancelRoad(): Promise<CancelRoadTimes> {
    const what = 'The drill of the kill switch';
    this.#life.require('cancel', what);
    this.#gate.requireCancel(what);
    return this.#cancelProbe.ask(() => this.#gate.requireCancel(what));
  }

  async whatIf(order: Omit<WireOrder, 'orderId'>): Promise<WhatIf> {
    const what = `The preview of an order for ${order.instrument.displaySymbol}`;
    this.#life.require('place', what);
    this.#gate.requireHeld(what, order.accountId);
    return this.#orders.preview(what, order);
  }

  async searchInstruments(text: string): Promise<Instrument[]> {
    return this.#questions.search(text);
  }

  async instrumentDetails(query: InstrumentQuery): Promise<Instrument[]> {
    return this.#questions.instrumentDetails(query);
  }

  async priceIncrements(instrument: Instrument): Promise<readonly PriceIncrement[]> {
    return this.#questions.priceIncrements(instrument);
  }

  async optionChain(underlying: Instrument): Promise<OptionChain[]> {
    return this.#questions.optionChains(underlying);
  }

  async historicalBars(
    instrument: Instrument,
    barSize: BarSize,
    options: BarsOptions,
  ): Promise<Bar[]> {
    return this.#questions.historicalBars(instrument, barSize, options);
  }

  subscribeQuotes(instrument: Instrument): () => void {
    return this.#quotes.subscribe(instrument);
  }

  subscribeBars(instrument: Instrument, barSize: BarSize, onBar: (bar: Bar) => void): () => void {
    return this.#barStreams.subscribe(instrument, barSize, onBar);
  }

  subscribeDepth(
    instrument: Instrument,
    rows: number,
    onBook: (book: DepthBook) => void,
  ): () => void {
    return this.#depth.subscribe(instrument, rows, onBook);
  }

  setMarketDataType(type: MarketDataType): void {
    this.#quotes.setMarketDataType(type);
  }

  pacerStatus(): PacerStatus {
    return this.#outbox.status();
  }

  quoteLines(): { used: number; limit: number } {
    return this.#quotes.lines;
  }

  // What happens to a connection

  #onIdentified(): void {
    this.#heartbeat.start();
    if (this.#life.clientId === 0) this.#bindManualOrders();
    this.#followAccounts();
    if (!this.#life.isImpaired) this.#reconciliation.start();
    this.#quotes.resubscribeAll();
    this.#depth.resubscribeAll();
    this.#barStreams.resubscribeAll();
  }

  #bindManualOrders(): void {
    this.#outbox.send('account', (session) => session.bindManualOrders());
    this.#reconciliation.expectOtherEnd('open orders');
    this.#outbox.send('account', (session) => session.requestOwnOpenOrders());
  }

  /** The one account of most logins by the older request, which every gateway knows; several one by one. */
  #followAccounts(): void {
    const accountIds = this.#gate.accountIds;
    for (const accountId of accountIds) {
      if (accountIds.length === 1) {
        this.#outbox.send('account', (session) => session.requestAccountUpdates(accountId));
      } else {
        const id = this.#requestIds.next();
        this.#outbox.send('account', (session) => session.requestAccountUpdatesOf(id, accountId));
      }
    }
  }

  /** Whose orders and positions the desk sees has changed: it compares again before it trades on. */
  #onAccountsChanged(): void {
    this.#life.mustReconcile();
    this.#reconciliation.abandon();
    this.#followAccounts();
    // What impairs the link now starts a round when it ends.
    if (!this.#life.isImpaired) this.#reconciliation.start();
    this.#life.settle();
  }

  #onEnded(reason: string): void {
    this.#heartbeat.stop();
    this.#reconciliation.drop();
    this.#orders.drop(reason);
    this.#cancelProbe.drop();
    this.#questions.drop();
    this.#quotes.drop();
    this.#depth.drop();
    this.#farms.drop();
    this.#historyGate.drop();
    this.#barStreams.drop();
    const unsent = this.#outbox.close();
    if (unsent > 0) this.#log('warning', `${unsent} messages still waited and are not sent.`);
    this.#gate.drop();
    this.#readOnly.drop();
  }

  /** The gateway answers in time again; what it was asked before it was late may have been given up. */
  #onHeartbeatBack(): void {
    this.#life.recoveredFrom('late');
    const { isUnderWay, isAwaited } = this.#reconciliation;
    const askedFor = this.#life.isReconciled || isAwaited || isUnderWay;
    if (!askedFor && !this.#life.isImpaired) this.#reconciliation.start();
    this.#life.settle();
  }

  // The parts

  #newLife(): LinkLife {
    const { host, port, clientId, random } = this.#options;
    return new LinkLife({
      clock: this.#clock,
      random,
      host,
      port,
      clientId,
      timings: this.#timings,
      openSession: (toPort, asClient) => {
        const session = new Session({
          host,
          port: toPort,
          clientId: asClient,
          clock: this.#clock,
          handlers: this.#hearing.sessionHandlers(),
        });
        this.#outbox.open(session);
        return session;
      },
      hasAccounts: () => this.#gate.accountIds.length > 0,
      isReadOnlyApi: () => this.#readOnly.isSet,
      onIdentified: () => this.#onIdentified(),
      onNotReady: (reason) => this.#orders.takeBackWaiting(reason),
      onEnded: (reason) => this.#onEnded(reason),
      onState: (status) => this.#say({ kind: 'link', status }),
      roundTripMs: () => this.#heartbeat.roundTripMs,
      log: (level, sentence) => this.#log(level, sentence),
    });
  }

  #newHeartbeat(): Heartbeat {
    return new Heartbeat(this.#clock, this.#timings.heartbeat, {
      ask: () =>
        this.#outbox.send('heartbeat', (session) => {
          this.#heartbeat.sent();
          session.requestCurrentTime();
        }),
      onLate: (ageMs) => {
        this.#log('warning', `No answer to the heartbeat for ${Math.round(ageMs)} ms.`);
        this.#life.impaired('late');
      },
      onBack: () => this.#onHeartbeatBack(),
      onDead: (reason) => this.#life.drop(reason, lateAdvice),
    });
  }

  #newOrderRoad(): OrderRoad {
    return new OrderRoad({
      clock: this.#clock,
      outbox: this.#outbox,
      gate: this.#gate,
      whatIfMs: this.#timings.whatIfMs,
      clientId: () => this.#life.clientId,
      say: (word) => this.#say(word),
      onTaken: () => this.#hearing.noteReadOnly(() => this.#readOnly.orderTaken()),
    });
  }

  #newQuestions(): Questions {
    return new Questions({
      clock: this.#clock,
      outbox: this.#outbox,
      requestIds: this.#requestIds,
      historyGate: this.#historyGate,
      askMs: this.#timings.askMs,
      barsMs: this.#timings.barsMs,
      requireConnected: (what) => this.#life.require('ask', what),
    });
  }

  #newReconciliation(): Reconciliation {
    return new Reconciliation({
      clock: this.#clock,
      outbox: this.#outbox,
      requestIds: this.#requestIds,
      snapshotMs: this.#timings.snapshotMs,
      executionsMs: this.#timings.executionsMs,
      accountIds: () => this.#gate.accountIds,
      nextOrderId: () => this.#orders.peekId(),
      onSnapshot: (snapshot) => this.#say({ kind: 'snapshot', snapshot }),
      onIncomplete: (missing) =>
        this.#log('warning', `The broker did not tell to the end: ${missing.join(', ')}.`),
    });
  }

  #newQuotes(): Quotes {
    const outbox = this.#outbox;
    return new Quotes(
      this.#clock,
      this.#timings.quotes,
      this.#options.lineLimit ?? defaultLineLimit,
      {
        nextRequestId: () => this.#idIfConnected(),
        request: (id, instrument, withShortable) =>
          outbox.send('market-data', (session) =>
            session.requestQuotes(id, instrument, withShortable),
          ),
        cancel: (id) => outbox.send('market-data', (session) => session.cancelQuotes(id)),
        requestMarketDataType: (type) =>
          outbox.send('market-data', (session) => session.requestMarketDataType(type)),
      },
      {
        onQuote: (quote) => this.#options.handlers.onQuote(quote),
        onNotice: (code, message, instrumentId, severity) =>
          this.#say({ kind: 'notice', code, message, instrumentId, severity }),
      },
    );
  }

  #newDepthFeeds(): DepthFeeds {
    const outbox = this.#outbox;
    return new DepthFeeds(this.#clock, {
      nextRequestId: () => this.#idIfConnected(),
      request: (id, instrument, rows) =>
        outbox.send('market-data', (session) => session.requestDepth(id, instrument, rows)),
      cancel: (id, instrument) =>
        outbox.send('market-data', (session) => session.cancelDepth(id, instrument)),
      onNotice: (code, message, severity) =>
        this.#say({ kind: 'notice', code, message, instrumentId: null, severity }),
    });
  }

  #newBarStreams(): BarStreams {
    const outbox = this.#outbox;
    return new BarStreams(this.#clock, this.#historyGate, {
      nextRequestId: () => this.#idIfConnected(),
      request: (id, instrument, barSize, duration) =>
        outbox.send('history', (session) =>
          session.requestBars(id, instrument, '', duration, barSize, true, true),
        ),
      cancel: (id) => outbox.send('history', (session) => session.cancelBars(id)),
      onRefused: (instrument, barSize, message) =>
        this.#log(
          'warning',
          `The stream of ${barSize} bars of ${instrument.displaySymbol} was refused: ${message}`,
        ),
    });
  }

  #newHearing(): Hearing {
    return new Hearing({
      clock: this.#clock,
      recoverMs: this.#timings.recoverMs,
      life: this.#life,
      gate: this.#gate,
      readOnly: this.#readOnly,
      heartbeat: this.#heartbeat,
      cancelProbe: this.#cancelProbe,
      orders: this.#orders,
      questions: this.#questions,
      reconciliation: this.#reconciliation,
      quotes: this.#quotes,
      depth: this.#depth,
      barStreams: this.#barStreams,
      farms: this.#farms,
      onUnaskedMessage: () => this.#outbox.countUnasked(),
      onAccountsChanged: () => this.#onAccountsChanged(),
      say: (word) => this.#say(word),
      log: (level, sentence) => this.#log(level, sentence),
    });
  }

  #idIfConnected(): number | null {
    return this.#life.may('ask') ? this.#requestIds.next() : null;
  }

  #say(word: BrokerWord): void {
    this.#options.handlers.onWord(word);
  }

  #log(level: LogLevel, sentence: string): void {
    this.#options.handlers.log(level, sentence);
  }
}
