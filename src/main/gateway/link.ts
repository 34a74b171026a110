import type {
  BrokerAccountValue,
  BrokerSnapshot,
  BrokerWord,
  WhatIf,
} from '#shared/domain/broker-word.ts';
import type { LinkState, LinkStatus } from '#shared/domain/gateway.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { Clock, EpochMs, Timer } from '#shared/domain/ports.ts';
import type { Bar, BarSize, MarketDataType } from '#shared/domain/quote.ts';

import { backoffDelayMs } from './backoff.ts';
import { BarStreams } from './bar-streams.ts';
import { codeMeaning, leavesRequestStanding, withAdvice, type LinkMeaning } from './error-codes.ts';
import { Heartbeat } from './heartbeat.ts';
import { HistoryGate } from './history-gate.ts';
import {
  brokerLostAdvice,
  cannotConnectAdvice,
  clientIdAdvice,
  clientIdDriftAdvice,
  handshakeAdvice,
  lateAdvice,
  orderIdsAdvice,
  readOnlyAdvice,
  versionAdvice,
} from './link-advice.ts';
import { LinkNotReadyError, sentenceOf } from './link-errors.ts';
import {
  checkOptions,
  defaultLineLimit,
  defaultMessagesPerSecond,
  type LinkOptions,
  type LogLevel,
} from './link-options.ts';
import { linkPermissions, nextLinkState, type LinkEvent } from './link-state.ts';
import { defaultTimings, type LinkTimings } from './link-timings.ts';
import { OrderGate } from './order-gate.ts';
import { OrderRoad } from './order-road.ts';
import type { InstrumentQuery, WireOrder } from './order-wire.ts';
import { Outbox } from './outbox.ts';
import type { PacerStatus } from './pacer.ts';
import { Questions, type BarsOptions } from './questions.ts';
import { Quotes } from './quotes.ts';
import { isReadOnlyRefusal, ReadOnlyWatch } from './read-only-watch.ts';
import { Reconciliation } from './reconciliation.ts';
import { isOrderId, isRequestId, OrderIdsExhaustedError, RequestIds } from './request-ids.ts';
import { Session, type SessionHandlers } from './session.ts';

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
  /** Asks for another snapshot while ready; passed over in other states and while one is on its way. */
  requestSnapshot(): void;
  /** The accounts the gateway holds, as soon as it has named them; empty while there is no connection. */
  accountIds(): readonly string[];
  /**
   * From now on, over every connection: orders for this account alone, and cancels only while the gateway holds it.
   * Null for any paper account. A live account stays refused either way.
   */
  tradeOnly(accountId: string | null): void;
  /** Whether the gateway refuses orders because Read-Only API is set in its settings, as far as it has shown. */
  readOnlyApi(): boolean;
  /** Reserves an order id. Throws {@link LinkNotReadyError} unless ready. */
  nextOrderId(): number;
  /**
   * Sends an order, or with the id of a live one its change. It leaves at once or as soon as pacing lets it, but
   * only on this connection and only while the link is ready; if it cannot leave any more, an `order-error` with
   * code 504 says so. Throws {@link LinkNotReadyError} unless ready, LiveAccountError when the gateway holds a live
   * account, UnknownAccountError for an account it does not hold, OtherAccountError for one that {@link tradeOnly}
   * leaves out.
   */
  placeOrder(order: WireOrder): void;
  /**
   * Overtakes everything but {@link cancelAllOrders}; an order still waiting here is thrown away instead. Throws
   * {@link LinkNotReadyError} when it cannot leave, LiveAccountError when the gateway holds a live account,
   * UnknownAccountError when it does not hold the account of {@link tradeOnly}.
   */
  cancelOrder(orderId: number): void;
  /**
   * Cancels every order of every account of the login, of whatever client; the protocol has none for one account.
   * Orders still waiting here are thrown away first. Throws as {@link cancelOrder}.
   */
  cancelAllOrders(): void;
  /** The broker's preview of an order that is not sent; also for a live account. */
  whatIf(order: Omit<WireOrder, 'orderId'>): Promise<WhatIf>;
  /** Instruments whose symbol or name fits; at most eight. */
  searchInstruments(text: string): Promise<Instrument[]>;
  /** Instruments that fit the query; empty when there are none. */
  instrumentDetails(query: InstrumentQuery): Promise<Instrument[]>;
  /** Bars in order of time. */
  historicalBars(instrument: Instrument, barSize: BarSize, options: BarsOptions): Promise<Bar[]>;
  /** Quotes of the instrument go to `onQuote` until the returned function is called; kept up over reconnects. */
  subscribeQuotes(instrument: Instrument): () => void;
  /** Recent bars and every change of the last one, until the returned function is called; kept up over reconnects. */
  subscribeBars(instrument: Instrument, barSize: BarSize, onBar: (bar: Bar) => void): () => void;
  /** What the gateway sends where there is no live data. */
  setMarketDataType(type: MarketDataType): void;
  pacerStatus(): PacerStatus;
  /** Market-data lines in use, and how many there may be. */
  quoteLines(): { used: number; limit: number };
}

/** Throws LinkOptionsError for settings it cannot work with. */
export function createLink(options: LinkOptions): GatewayLink {
  checkOptions(options);
  return new Link(options);
}

/** How many client ids are tried, one up from the other, when one is in use. */
const clientIdTries = 5;

/** Codes the library itself makes: socket trouble, a message it cannot decode, a version it cannot speak. */
const socketTrouble = 502;
const olderThanNeeded = 503;
const undecodable = 505;
const unsupportedVersion = 506;

type Impairment = 'broker' | 'late';

class Link implements GatewayLink {
  readonly #options: LinkOptions;
  readonly #clock: Clock;
  readonly #timings: LinkTimings;
  readonly #outbox: Outbox;
  readonly #heartbeat: Heartbeat;
  readonly #gate = new OrderGate();
  readonly #readOnly = new ReadOnlyWatch();
  readonly #orders: OrderRoad;
  readonly #questions: Questions;
  readonly #reconciliation: Reconciliation;
  readonly #quotes: Quotes;
  readonly #historyGate: HistoryGate;
  readonly #barStreams: BarStreams;
  readonly #requestIds = new RequestIds();

  #state: LinkState = 'down';
  #reason = 'The link has not been started.';
  #advice: readonly string[] = [];
  #running = false;
  /** Attempts since the link was last ready; shown. */
  #attempt = 0;
  /** Attempts since the last connection that held; sets how long to wait. */
  #failures = 0;
  #nextAttemptAt: EpochMs | null = null;
  #readyAt: number | null = null;
  #clientId: number;
  #clientIdShift = 0;
  #port: number;
  /** The port a 1300 named; null where none did. */
  #namedPort: number | null = null;
  #stepTimer: Timer | null = null;
  #retryTimer: Timer | null = null;
  #recoveredAt: number | null = null;

  #session: Session | null = null;
  #serverVersion: number | null = null;
  #socketError: string | null = null;
  #nextIdSeen = false;
  #identified = false;
  /** The snapshot the desk has yet to accept. */
  #awaiting: BrokerSnapshot | null = null;
  #accepted = false;
  readonly #impairments = new Set<Impairment>();

  constructor(options: LinkOptions) {
    const { clock } = options;
    const timings = { ...defaultTimings, ...options.timings };
    const rate = options.messagesPerSecond;
    this.#options = options;
    this.#clock = clock;
    this.#timings = timings;
    this.#clientId = options.clientId;
    this.#port = options.port;
    this.#outbox = new Outbox(
      clock,
      rate === undefined ? defaultMessagesPerSecond : rate,
      (error) => this.#log('error', `A request could not be written: ${sentenceOf(error)}`),
    );
    const outbox = this.#outbox;
    const requestIds = this.#requestIds;
    this.#heartbeat = new Heartbeat(clock, timings.heartbeat, {
      ask: () =>
        outbox.send('heartbeat', (session) => {
          this.#heartbeat.sent();
          session.requestCurrentTime();
        }),
      onLate: (ageMs) => this.#onLate(ageMs),
      onBack: () => this.#onBack(),
      onDead: (reason) => this.#drop(reason, lateAdvice),
    });
    this.#orders = new OrderRoad({
      clock,
      outbox,
      gate: this.#gate,
      whatIfMs: timings.whatIfMs,
      clientId: () => this.#clientId,
      say: (word) => this.#say(word),
      onTaken: () => this.#noteReadOnly(() => this.#readOnly.orderTaken()),
    });
    this.#historyGate = new HistoryGate(clock, timings.barsMs);
    this.#questions = new Questions({
      clock,
      outbox,
      requestIds,
      historyGate: this.#historyGate,
      askMs: timings.askMs,
      barsMs: timings.barsMs,
      requireConnected: (what) => this.#require('ask', what),
    });
    this.#reconciliation = new Reconciliation({
      clock,
      outbox,
      requestIds,
      snapshotMs: timings.snapshotMs,
      executionsMs: timings.executionsMs,
      accountIds: () => this.#gate.accountIds,
      nextOrderId: () => this.#orders.peekId(),
      onSnapshot: (snapshot) => this.#onSnapshot(snapshot),
      onIncomplete: (missing) =>
        this.#log('warning', `The broker did not tell to the end: ${missing.join(', ')}.`),
    });
    this.#quotes = new Quotes(
      clock,
      timings.quotes,
      options.lineLimit ?? defaultLineLimit,
      {
        nextRequestId: () => this.#idIfConnected(),
        request: (id, instrument) =>
          outbox.send('market-data', (session) => session.requestQuotes(id, instrument)),
        cancel: (id) => outbox.send('market-data', (session) => session.cancelQuotes(id)),
        requestMarketDataType: (type) =>
          outbox.send('market-data', (session) => session.requestMarketDataType(type)),
      },
      {
        onQuote: (quote) => options.handlers.onQuote(quote),
        onNotice: (code, message, instrumentId, severity) =>
          this.#say({ kind: 'notice', code, message, instrumentId, severity }),
      },
    );
    this.#barStreams = new BarStreams(clock, this.#historyGate, {
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

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#attempt = 0;
    this.#failures = 0;
    this.#connect();
  }

  stop(): Promise<void> {
    this.#running = false;
    this.#retryTimer?.cancel();
    this.#nextAttemptAt = null;
    const reason = 'The link was stopped.';
    this.#endConnection(reason);
    this.#become('drop', reason, []);
    return Promise.resolve();
  }

  status(): LinkStatus {
    return {
      state: this.#state,
      reason: this.#reason,
      advice: [...this.#advice],
      host: this.#options.host,
      port: this.#port,
      clientId: this.#clientId,
      serverVersion: this.#serverVersion,
      roundTripMs: this.#heartbeat.roundTripMs,
      nextAttemptAt:
        this.#nextAttemptAt === null ? null : new Date(this.#nextAttemptAt).toISOString(),
      attempt: this.#attempt,
    };
  }

  acceptSnapshot(snapshot: BrokerSnapshot): void {
    if (this.#awaiting !== snapshot) return;
    this.#awaiting = null;
    this.#accepted = true;
    this.#settle();
  }

  requestSnapshot(): void {
    if (this.#state === 'ready' && !this.#reconciliation.isUnderWay) this.#reconciliation.start();
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
    this.#require('place', 'An order id');
    return this.#orders.nextId();
  }

  placeOrder(order: WireOrder): void {
    const what = `The order ${order.orderRef}`;
    this.#require('place', what);
    this.#gate.requireOrder(what, order.accountId);
    this.#orders.place(what, order);
  }

  cancelOrder(orderId: number): void {
    const what = `The cancel of order ${orderId}`;
    this.#require('cancel', what);
    this.#gate.requireCancel(what);
    this.#orders.cancel(what, orderId);
  }

  cancelAllOrders(): void {
    const what = 'The cancel of all orders';
    this.#require('cancel', what);
    this.#gate.requireCancel(what);
    this.#orders.cancelAll(what);
  }

  async whatIf(order: Omit<WireOrder, 'orderId'>): Promise<WhatIf> {
    const what = `The preview of an order for ${order.instrument.displaySymbol}`;
    this.#require('place', what);
    this.#gate.requireHeld(what, order.accountId);
    return this.#orders.preview(what, order);
  }

  async searchInstruments(text: string): Promise<Instrument[]> {
    return this.#questions.search(text);
  }

  async instrumentDetails(query: InstrumentQuery): Promise<Instrument[]> {
    return this.#questions.instrumentDetails(query);
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

  setMarketDataType(type: MarketDataType): void {
    this.#quotes.setMarketDataType(type);
  }

  pacerStatus(): PacerStatus {
    return this.#outbox.status();
  }

  quoteLines(): { used: number; limit: number } {
    return this.#quotes.lines;
  }

  // Connecting

  #connect(): void {
    this.#nextAttemptAt = null;
    this.#attempt += 1;
    this.#clientId = this.#options.clientId + this.#clientIdShift;
    // The port a 1300 named may not be open yet, or not any more: the two take turns.
    this.#port =
      this.#namedPort !== null && this.#attempt % 2 === 1 ? this.#namedPort : this.#options.port;
    this.#socketError = null;
    this.#become('attempt', `Connecting to ${this.#where()} as client ${this.#clientId}.`, []);
    const session = new Session({
      host: this.#options.host,
      port: this.#port,
      clientId: this.#clientId,
      clock: this.#clock,
      handlers: this.#sessionHandlers(),
    });
    this.#session = session;
    this.#outbox.open(session);
    this.#step(this.#timings.tcpConnectMs, () =>
      this.#drop(`Nothing answered at ${this.#where()} in time.`, cannotConnectAdvice),
    );
    session.connect();
  }

  /** One deadline at a time: that of the step the connection is in. */
  #step(deadlineMs: number, onMissed: () => void): void {
    this.#stepTimer?.cancel();
    this.#stepTimer = this.#clock.after(deadlineMs, onMissed);
  }

  #onTcpOpen(): void {
    const where = this.#where();
    this.#become('tcp-open', `${where} is open; waiting for its version and order ids.`, []);
    this.#step(this.#timings.handshakeMs, () =>
      this.#drop(`${where} is open but did not answer the handshake.`, handshakeAdvice),
    );
  }

  #onServer(serverVersion: number): void {
    this.#serverVersion = serverVersion;
    // The library starts the session by itself.
    this.#outbox.countUnasked();
    this.#step(this.#timings.identifyMs, () =>
      this.#drop(
        'The gateway answered the handshake but named no order ids or accounts.',
        handshakeAdvice,
      ),
    );
  }

  #onNextValidId(orderId: number): void {
    try {
      this.#orders.startIdsAt(orderId);
    } catch (error) {
      if (!(error instanceof OrderIdsExhaustedError)) throw error;
      this.#drop(error.message, orderIdsAdvice);
      return;
    }
    this.#nextIdSeen = true;
    this.#identifyWhenKnown();
  }

  #identifyWhenKnown(): void {
    const session = this.#session;
    if (session === null || this.#identified) return;
    if (!this.#nextIdSeen || this.#gate.accountIds.length === 0) return;
    this.#identified = true;
    this.#stepTimer?.cancel();
    // The library opens its own gate only after its listeners have run; what is asked now would wait in its queue.
    queueMicrotask(() => {
      if (session === this.#session) this.#onIdentified();
    });
  }

  #onIdentified(): void {
    this.#become('identified', 'Asking the broker for orders, fills and positions.', [
      ...this.#driftAdvice(),
    ]);
    this.#heartbeat.start();
    const [account] = this.#gate.accountIds;
    if (account !== undefined) {
      this.#outbox.send('account', (session) => session.requestAccountUpdates(account));
    }
    if (this.#impairments.size === 0) this.#reconciliation.start();
    this.#quotes.resubscribeAll();
    this.#barStreams.resubscribeAll();
    this.#settle();
  }

  #driftAdvice(): readonly string[] {
    return this.#clientIdShift === 0 ? [] : clientIdDriftAdvice;
  }

  #where(): string {
    return `${this.#options.host}:${this.#port}`;
  }

  // Ending a connection

  #onClosed(): void {
    const where = this.#where();
    const detail = this.#socketError === null ? '' : ` (${this.#socketError})`;
    if (this.#state === 'connecting') {
      this.#drop(`Cannot connect to ${where}${detail}.`, cannotConnectAdvice);
    } else if (this.#state === 'handshaking') {
      this.#drop(`${where} closed the connection during the handshake${detail}.`, handshakeAdvice);
    } else {
      this.#drop(`The gateway closed the connection${detail}.`, []);
    }
  }

  #drop(reason: string, advice: readonly string[], delayMs?: number): void {
    const heldMs = this.#readyAt === null ? 0 : this.#clock.monotonic() - this.#readyAt;
    this.#failures = heldMs >= this.#timings.stableMs ? 1 : this.#failures + 1;
    // Its own client id is the one under which the desk's orders can be changed: try it first again.
    if (this.#identified) this.#clientIdShift = 0;
    this.#endConnection(reason);
    if (!this.#running) return;
    const waitMs =
      delayMs ?? backoffDelayMs(this.#failures, this.#timings.backoff, this.#options.random);
    this.#nextAttemptAt = this.#clock.now() + waitMs;
    this.#retryTimer?.cancel();
    this.#retryTimer = this.#clock.after(waitMs, () => this.#connect());
    this.#become('drop', reason, advice);
  }

  /** Throws the session away with everything that belonged to it. */
  #endConnection(reason: string): void {
    // Down before a word is said: whoever hears that an order did not leave must not be let in with the next one.
    this.#state = nextLinkState(this.#state, 'drop');
    this.#session?.close();
    this.#session = null;
    this.#stepTimer?.cancel();
    this.#heartbeat.stop();
    this.#reconciliation.drop();
    this.#orders.drop(reason);
    this.#questions.drop();
    this.#quotes.drop();
    this.#historyGate.drop();
    this.#barStreams.drop();
    const unsent = this.#outbox.close();
    if (unsent > 0) this.#log('warning', `${unsent} messages still waited and are not sent.`);
    this.#serverVersion = null;
    this.#gate.drop();
    this.#readOnly.drop();
    this.#nextIdSeen = false;
    this.#identified = false;
    this.#awaiting = null;
    this.#accepted = false;
    this.#readyAt = null;
    this.#impairments.clear();
  }

  // States

  /** Takes the state to where impairments and the snapshot put it. */
  #settle(): void {
    if (!this.#identified) return;
    if (this.#impairments.has('broker')) {
      this.#become('impaired', 'The gateway has lost the broker.', brokerLostAdvice);
    } else if (this.#impairments.has('late')) {
      this.#become('impaired', 'The gateway is late with its answers.', lateAdvice);
    } else if (this.#accepted) {
      const event: LinkEvent = this.#state === 'reconciling' ? 'snapshot-accepted' : 'recovered';
      this.#attempt = 0;
      this.#readyAt ??= this.#clock.monotonic();
      if (this.#readOnly.isSet) {
        this.#become(
          event,
          'Connected and reconciled, but the gateway refuses orders: Read-Only API is set there.',
          [...readOnlyAdvice, ...this.#driftAdvice()],
        );
      } else {
        this.#become(event, 'Connected and reconciled.', this.#driftAdvice());
      }
    } else if (this.#state !== 'reconciling') {
      this.#become('resync', 'Asking the broker for what may have been missed.', []);
    }
  }

  #become(event: LinkEvent, reason: string, advice: readonly string[]): void {
    const before = this.#state;
    const state = nextLinkState(before, event);
    if (state === before && reason === this.#reason && event !== 'drop') return;
    this.#state = state;
    this.#reason = reason;
    this.#advice = advice;
    if (before === 'ready' && state !== 'ready') this.#orders.takeBackWaiting(reason);
    this.#log(state === 'down' || state === 'impaired' ? 'warning' : 'info', `${state}: ${reason}`);
    this.#say({ kind: 'link', status: this.status() });
  }

  #onLate(ageMs: number): void {
    this.#log('warning', `No answer to the heartbeat for ${Math.round(ageMs)} ms.`);
    this.#impairments.add('late');
    this.#settle();
  }

  #onBack(): void {
    this.#impairments.delete('late');
    const askedFor = this.#accepted || this.#awaiting !== null || this.#reconciliation.isUnderWay;
    if (!askedFor && this.#impairments.size === 0) this.#reconciliation.start();
    this.#settle();
  }

  #onSnapshot(snapshot: BrokerSnapshot): void {
    if (!this.#accepted) this.#awaiting = snapshot;
    this.#say({ kind: 'snapshot', snapshot });
  }

  readonly #linkMeanings: Record<LinkMeaning, (message: string) => void> = {
    'broker-lost': () => {
      this.#impairments.add('broker');
      this.#accepted = false;
      this.#awaiting = null;
      this.#reconciliation.abandon();
      this.#settle();
    },
    'broker-back': () => this.#onBrokerBack(false),
    'broker-back-data-lost': () => this.#onBrokerBack(true),
    'port-reset': (message) => this.#onPortReset(message),
    'client-id-in-use': () => this.#onClientIdInUse(),
    'too-fast': (message) => this.#log('error', `The gateway finds the desk too fast: ${message}`),
  };

  #onBrokerBack(dataLost: boolean): void {
    this.#impairments.delete('broker');
    if (!this.#identified) return;
    this.#accepted = false;
    this.#awaiting = null;
    this.#reconciliation.start();
    if (dataLost) {
      this.#quotes.resubscribeAll();
      this.#barStreams.resubscribeAll();
    }
    this.#settle();
  }

  #onPortReset(message: string): void {
    const port = Number(/(\d{2,5})\D*$/.exec(message)?.[1]);
    if (Number.isInteger(port) && port > 0 && port < 65_536) this.#namedPort = port;
    this.#attempt = 0;
    const where = this.#namedPort === null ? 'another port' : `port ${this.#namedPort}`;
    this.#drop(`The gateway moves to ${where}.`, []);
  }

  #onClientIdInUse(): void {
    const taken = this.#clientId;
    const { firstMs, longestMs } = this.#timings.backoff;
    if (this.#clientIdShift + 1 < clientIdTries) {
      this.#clientIdShift += 1;
      this.#drop(
        `Client id ${taken} is in use; trying ${taken + 1}.`,
        clientIdAdvice,
        backoffDelayMs(1, { firstMs, longestMs: firstMs }, this.#options.random),
      );
      return;
    }
    this.#clientIdShift = 0;
    this.#drop(
      `Client ids ${this.#options.clientId} to ${taken} are all in use.`,
      clientIdAdvice,
      backoffDelayMs(1, { firstMs: longestMs, longestMs }, this.#options.random),
    );
  }

  // What is heard

  #sessionHandlers(): SessionHandlers {
    const orders = this.#orders;
    const questions = this.#questions;
    const reconciliation = this.#reconciliation;
    const quotes = this.#quotes;
    return {
      onHeard: () => this.#heartbeat.heard(),
      onTcpOpen: () => this.#onTcpOpen(),
      onServer: (serverVersion) => this.#onServer(serverVersion),
      onClosed: () => this.#onClosed(),
      onMessage: (code, id, message) => this.#onMessage(code, id, message),
      onLostMessage: (sentence) => this.#onLostMessage(sentence),
      onGarbage: (sentence) => this.#drop(sentence, handshakeAdvice),
      onLog: (level, sentence) => this.#log(level, sentence),

      onAccounts: (accountIds) => {
        this.#gate.named(accountIds);
        this.#identifyWhenKnown();
      },
      onNextValidId: (orderId) => this.#onNextValidId(orderId),
      onCurrentTime: (seconds) => {
        this.#heartbeat.answered();
        this.#say({ kind: 'gateway-time', at: seconds * 1000 });
      },

      onOpenOrder: (order, preview) => {
        if (!orders.onOpenOrder(order, preview)) reconciliation.collector?.addOpenOrder(order);
      },
      onOpenOrdersEnd: () => {
        this.#noteReadOnly(() => this.#readOnly.listAnswered());
        reconciliation.end('open orders');
      },
      onOrderStatus: (update) => {
        if (!orders.onOrderStatus(update)) reconciliation.collector?.addOrderStatus(update);
      },
      onCompletedOrder: (order) => reconciliation.collector?.addCompletedOrder(order),
      onCompletedOrdersEnd: () => reconciliation.end('completed orders'),
      onExecution: (requestId, execution) => {
        reconciliation.collector?.addExecution(execution);
        // The answer to a question comes with the snapshot; a fill that nobody asked for is news.
        if (!isRequestId(requestId)) this.#say({ kind: 'execution', execution });
      },
      onExecutionsEnd: (requestId) => reconciliation.onExecutionsEnd(requestId),
      onCommission: (commission) => {
        reconciliation.collector?.addCommission(commission);
        this.#say({ kind: 'commission', commission });
      },
      onPosition: (position) => reconciliation.collector?.addPosition(position),
      onPositionsEnd: () => reconciliation.end('positions'),
      onAccountValue: (value) => this.#onAccountValue(value),
      onAccountSummary: (requestId, value) => {
        if (reconciliation.isSummary(requestId)) this.#onAccountValue(value);
      },
      onAccountSummaryEnd: (requestId) => reconciliation.onSummaryEnd(requestId),

      onTickPrice: (id, field, price) => quotes.onTickPrice(id, field, price),
      onTickSize: (id, field, size) => quotes.onTickSize(id, field, size),
      onTickGeneric: (id, field, value) => quotes.onTickGeneric(id, field, value),
      onMarketDataType: (id, type) => quotes.onMarketDataType(id, type),

      onInstrument: (id, instrument) => questions.onInstrument(id, instrument),
      onInstrumentsEnd: (id) => questions.onInstrumentsEnd(id),
      onSymbolMatches: (id, matches) => questions.onSymbolMatches(id, matches),
      onBar: (id, bar) => {
        if (bar !== null && !this.#barStreams.onBar(id, bar)) questions.onBar(id, bar);
      },
      onBarsEnd: (id) => {
        if (!this.#barStreams.onRecentEnd(id)) questions.onBarsEnd(id);
      },
      onBarUpdate: (id, bar) => {
        this.#barStreams.onBar(id, bar);
      },
    };
  }

  #onAccountValue(value: BrokerAccountValue): void {
    this.#reconciliation.collector?.addAccountValue(value);
    this.#say({ kind: 'account-value', value });
  }

  #onMessage(code: number, id: number, message: string): void {
    if (code === socketTrouble) {
      // The close that follows ends the connection; this only says why.
      this.#socketError = message === '' ? 'no connection' : message;
      return;
    }
    if (code === undecodable) {
      this.#onLostMessage(message);
      return;
    }
    if (code === unsupportedVersion || (code === olderThanNeeded && !isOrderId(id))) {
      this.#drop(`The gateway's version does not fit: ${message}`, versionAdvice);
      return;
    }
    const meaning = codeMeaning(code);
    if (meaning.link !== null) {
      this.#sayNotice(code, message);
      this.#linkMeanings[meaning.link](message);
    } else if (isRequestId(id)) {
      this.#onRequestError(code, id, message);
    } else if (isOrderId(id)) {
      if (isReadOnlyRefusal(code, message)) {
        this.#noteReadOnly(() => this.#readOnly.orderRefused());
      }
      this.#orders.onError(id, code, message);
    } else if (isReadOnlyRefusal(code, message)) {
      this.#onListRefused(code, message);
    } else {
      this.#sayNotice(code, message);
      if (meaning.farm === 'farm-down') this.#quotes.onFarmDown();
      if (meaning.farm === 'farm-up') this.#quotes.onFarmUp();
    }
  }

  /** Without an id it can only be one of the lists of orders: both are kept back. Said once, not at every round. */
  #onListRefused(code: number, message: string): void {
    if (!this.#readOnly.isSet) this.#sayNotice(code, message);
    this.#noteReadOnly(() => this.#readOnly.listRefused());
    this.#reconciliation.refuse('open orders');
    this.#reconciliation.refuse('completed orders');
  }

  /** The state of a link that is ready says whether orders have a chance. */
  #noteReadOnly(change: () => void): void {
    const before = this.#readOnly.isSet;
    change();
    if (this.#readOnly.isSet !== before && this.#state === 'ready') this.#settle();
  }

  #onRequestError(code: number, id: number, message: string): void {
    if (this.#quotes.onError(id, code, message)) return;
    if (leavesRequestStanding(code)) {
      this.#log('info', `${code}: ${message}`);
      return;
    }
    if (this.#barStreams.onError(id, message) || this.#questions.onError(id, code, message)) return;
    if (this.#reconciliation.onError(id)) this.#sayNotice(code, message);
    else this.#log('info', `${code} about a request that is over: ${message}`);
  }

  /** What was lost may have been about an order: ask for everything again, but not in a circle. */
  #onLostMessage(sentence: string): void {
    this.#log('error', sentence);
    this.#reconciliation.collector?.damage();
    const now = this.#clock.monotonic();
    if (this.#recoveredAt !== null && now - this.#recoveredAt < this.#timings.recoverMs) return;
    this.#recoveredAt = now;
    this.#clock.after(0, () => {
      this.#say({
        kind: 'notice',
        code: undecodable,
        message: `${sentence} The desk asks the broker for everything again.`,
        instrumentId: null,
        severity: 'critical',
      });
      this.requestSnapshot();
    });
  }

  // What may be sent

  #idIfConnected(): number | null {
    return linkPermissions[this.#state].ask ? this.#requestIds.next() : null;
  }

  #require(permission: keyof (typeof linkPermissions)[LinkState], what: string): void {
    if (!linkPermissions[this.#state][permission]) {
      throw new LinkNotReadyError(what, this.#state, this.#reason);
    }
  }

  // What is told

  #sayNotice(code: number, message: string): void {
    this.#say({
      kind: 'notice',
      code,
      message: withAdvice(code, message),
      instrumentId: null,
      severity: codeMeaning(code).severity,
    });
  }

  #say(word: BrokerWord): void {
    this.#options.handlers.onWord(word);
  }

  #log(level: LogLevel, sentence: string): void {
    this.#options.handlers.log(level, sentence);
  }
}
