import type {
  BrokerAccountValue,
  BrokerOrder,
  BrokerOrderStatusUpdate,
  BrokerSnapshot,
  BrokerWord,
  OrderErrorEffect,
  WhatIf,
} from '#shared/domain/broker-word.ts';
import { accountKind, type LinkState, type LinkStatus } from '#shared/domain/gateway.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { Clock, EpochMs, RandomSource, Timer } from '#shared/domain/ports.ts';
import type { Bar, BarSize, MarketDataType, Quote } from '#shared/domain/quote.ts';

import { AskBook } from './ask-book.ts';
import { backoffDelayMs } from './backoff.ts';
import { BarStreams } from './bar-streams.ts';
import {
  codeMeaning,
  leavesRequestStanding,
  orderErrorEffect,
  withAdvice,
  type LinkMeaning,
} from './error-codes.ts';
import { Heartbeat } from './heartbeat.ts';
import { HistoryGate } from './history-gate.ts';
import { fetchBars } from './historical-bars.ts';
import {
  brokerLostAdvice,
  cannotConnectAdvice,
  clientIdAdvice,
  clientIdDriftAdvice,
  handshakeAdvice,
  lateAdvice,
  orderIdsAdvice,
  versionAdvice,
} from './link-advice.ts';
import {
  BrokerRefusedError,
  LinkNotReadyError,
  LinkOptionsError,
  LiveAccountError,
} from './link-errors.ts';
import { linkPermissions, nextLinkState, type LinkEvent } from './link-state.ts';
import { defaultTimings, type LinkTimings } from './link-timings.ts';
import type { InstrumentQuery, WireOrder } from './order-wire.ts';
import { Pacer, type Lane, type PacerStatus } from './pacer.ts';
import { Quotes } from './quotes.ts';
import {
  isOrderId,
  isRequestId,
  OrderIds,
  OrderIdsExhaustedError,
  RequestIds,
} from './request-ids.ts';
import { SentOrders } from './sent-orders.ts';
import { Session, type SymbolMatch } from './session.ts';
import { SnapshotCollector, type SnapshotSection } from './snapshot.ts';

export type LogLevel = 'debug' | 'info' | 'warning' | 'error';

export interface LinkHandlers {
  /** Every word in the order the gateway spoke it. Must not throw. */
  onWord(word: BrokerWord): void;
  /** The instrument's one quote object, changed in place by the next tick: copy what is to be kept. */
  onQuote(quote: Quote): void;
  log(level: LogLevel, sentence: string): void;
}

export interface LinkOptions {
  host: string;
  port: number;
  clientId: number;
  clock: Clock;
  random: RandomSource;
  /** 40 unless given; null lifts the pacing, for measuring against the simulated gateway. */
  messagesPerSecond?: number | null;
  /** Market-data lines of the account; 100 unless given. */
  lineLimit?: number;
  timings?: Partial<LinkTimings>;
  handlers: LinkHandlers;
}

export interface BarsOptions {
  /** How many bars, counted back from `endAt`. */
  count: number;
  /** Null for now. */
  endAt: EpochMs | null;
  outsideRth: boolean;
}

/**
 * The desk's connection to TWS, IB Gateway or the simulated gateway. Everything it tells is a {@link BrokerWord}, a
 * quote or the answer to a question, in the desk's own words.
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
  /** Reserves an order id. Throws {@link LinkNotReadyError} unless ready. */
  nextOrderId(): number;
  /**
   * Sends an order, or with the id of a live one its change. It leaves at once or as soon as pacing lets it, but
   * only on this connection and only while the link is ready; if it cannot leave any more, an `order-error` with
   * code 504 says so. Throws {@link LinkNotReadyError} unless ready, {@link LiveAccountError} for a live account.
   */
  placeOrder(order: WireOrder): void;
  /** Overtakes everything but {@link cancelAllOrders}. Throws {@link LinkNotReadyError} when it cannot leave. */
  cancelOrder(orderId: number): void;
  /** Cancels every order of the account, of whatever client. Orders still waiting here are thrown away first. */
  cancelAllOrders(): void;
  /** The broker's preview of an order that is not sent. Rejects with one of the errors of `link-errors.ts`. */
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
  quoteLines(): { used: number; limit: number };
}

export function createLink(options: LinkOptions): GatewayLink {
  return new Link(options);
}

const defaultMessagesPerSecond = 40;
const defaultLineLimit = 100;
/** How many client ids are tried, one up from the other, when one is in use. */
const clientIdTries = 5;
/** How many of the found symbols are looked up in full. */
const searchLimit = 8;
/** Code of a message that never left: the API's own for "not connected". */
const notSentCode = 504;
const cancelledCode = 202;

const summaryTags = [
  'NetLiquidation',
  'TotalCashValue',
  'SettledCash',
  'EquityWithLoanValue',
  'GrossPositionValue',
  'BuyingPower',
  'InitMarginReq',
  'MaintMarginReq',
  'AvailableFunds',
  'ExcessLiquidity',
  'Cushion',
] as const;

type Impairment = 'broker' | 'late';

class Link implements GatewayLink {
  readonly #options: LinkOptions;
  readonly #clock: Clock;
  readonly #timings: LinkTimings;
  readonly #pacer: Pacer;
  readonly #heartbeat: Heartbeat;
  readonly #requestIds = new RequestIds();
  readonly #sentOrders = new SentOrders();
  readonly #quotes: Quotes;
  readonly #historyGate: HistoryGate;
  readonly #barStreams: BarStreams;
  readonly #instrumentAsks: AskBook<Instrument>;
  readonly #symbolAsks: AskBook<SymbolMatch>;
  readonly #barAsks: AskBook<Bar>;
  readonly #previewAsks: AskBook<WhatIf>;

  #state: LinkState = 'down';
  #reason = 'The link has not been started.';
  #advice: readonly string[] = [];
  #attempt = 0;
  #nextAttemptAt: EpochMs | null = null;
  #running = false;

  #session: Session | null = null;
  #serverVersion: number | null = null;
  #clientId: number;
  #clientIdShift = 0;
  #port: number;
  /** The port a 1300 named; null where none did. */
  #namedPort: number | null = null;
  #socketError: string | null = null;
  #accountIds: readonly string[] = [];
  #orderIds = new OrderIds();
  #nextIdSeen = false;
  #identified = false;
  #accepted = false;
  readonly #impairments = new Set<Impairment>();

  #collector: SnapshotCollector | null = null;
  #awaiting: BrokerSnapshot | null = null;
  #summaryRequestId: number | null = null;
  #recoveredAt: number | null = null;

  #stepTimer: Timer | null = null;
  #retryTimer: Timer | null = null;
  #snapshotTimer: Timer | null = null;
  #executionsTimer: Timer | null = null;

  constructor(options: LinkOptions) {
    checkOptions(options);
    this.#options = options;
    this.#clock = options.clock;
    this.#clientId = options.clientId;
    this.#port = options.port;
    this.#timings = { ...defaultTimings, ...options.timings };
    const rate = options.messagesPerSecond;
    this.#pacer = new Pacer(options.clock, rate === undefined ? defaultMessagesPerSecond : rate);
    this.#heartbeat = new Heartbeat(options.clock, this.#timings.heartbeat, {
      ask: () => this.#sendHeartbeat(),
      onLate: (ageMs) => this.#onLate(ageMs),
      onBack: () => this.#onBack(),
      onDead: (reason) => this.#drop(reason, lateAdvice),
    });
    this.#instrumentAsks = new AskBook(options.clock);
    this.#symbolAsks = new AskBook(options.clock);
    this.#barAsks = new AskBook(options.clock);
    this.#previewAsks = new AskBook(options.clock);
    this.#historyGate = new HistoryGate(options.clock);
    this.#quotes = new Quotes(
      options.clock,
      this.#timings.quotes,
      options.lineLimit ?? defaultLineLimit,
      {
        nextRequestId: () => this.#idIfConnected(),
        request: (id, instrument) =>
          this.#send('market-data', (session) => session.requestQuotes(id, instrument)),
        cancel: (id) => this.#send('market-data', (session) => session.cancelQuotes(id)),
        requestMarketDataType: (type) =>
          this.#send('market-data', (session) => session.requestMarketDataType(type)),
      },
      {
        onQuote: (quote) => this.#options.handlers.onQuote(quote),
        onNotice: (code, message, instrumentId, severity) =>
          this.#say({ kind: 'notice', code, message, instrumentId, severity }),
      },
    );
    this.#barStreams = new BarStreams(this.#historyGate, {
      nextRequestId: () => this.#idIfConnected(),
      request: (id, instrument, barSize, duration) =>
        this.#send('history', (session) =>
          session.requestBars(id, instrument, '', duration, barSize, true, true),
        ),
      cancel: (id) => this.#send('history', (session) => session.cancelBars(id)),
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
    this.#connect();
  }

  stop(): Promise<void> {
    this.#running = false;
    this.#endConnection('The link was stopped.');
    this.#retryTimer?.cancel();
    this.#retryTimer = null;
    this.#nextAttemptAt = null;
    this.#become('drop', 'The link was stopped.', []);
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

  pacerStatus(): PacerStatus {
    return this.#pacer.status();
  }

  quoteLines(): { used: number; limit: number } {
    return this.#quotes.lines;
  }

  acceptSnapshot(snapshot: BrokerSnapshot): void {
    if (this.#awaiting !== snapshot) return;
    this.#awaiting = null;
    this.#accepted = true;
    this.#settle();
  }

  requestSnapshot(): void {
    if (this.#state === 'ready' && this.#collector === null) this.#startSnapshot();
  }

  nextOrderId(): number {
    this.#require('place', 'An order id');
    return this.#orderIds.next();
  }

  placeOrder(order: WireOrder): void {
    const what = `The order ${order.orderRef}`;
    this.#require('place', what);
    this.#requirePaper(what);
    if (accountKind(order.accountId) === 'live') throw new LiveAccountError(what, order.accountId);
    if (!isOrderId(order.orderId)) {
      throw new RangeError(`${order.orderId} is no order id; take one from nextOrderId.`);
    }
    this.#orderIds.seen(order.orderId);
    this.#sentOrders.queued(order.orderId);
    const session = this.#session;
    this.#pacer.enqueue('order', {
      orderId: order.orderId,
      send: () => {
        if (session === null || session !== this.#session) return;
        this.#sentOrders.sent(order.orderId);
        try {
          session.placeOrder(order, false);
        } catch (error) {
          // The message is put together before the first byte leaves, so a failure here means that none did.
          this.#sayUnsent(order.orderId, `It could not be written: ${sentenceOf(error)}`);
        }
      },
    });
  }

  cancelOrder(orderId: number): void {
    const what = `The cancel of order ${orderId}`;
    this.#require('cancel', what);
    this.#requirePaper(what);
    const waiting = this.#pacer.take('order', (message) => message.orderId === orderId);
    const live = this.#sentOrders.mayLive(orderId);
    if (live) this.#send('cancel', (session) => session.cancelOrder(orderId));
    if (waiting.length === 0) return;
    queueMicrotask(() => {
      if (live) this.#sayUnsent(orderId, 'The order is being cancelled.');
      else
        this.#sayOrderError(
          orderId,
          cancelledCode,
          'Cancelled before it left the desk.',
          'cancelled',
        );
    });
  }

  cancelAllOrders(): void {
    const what = 'The cancel of all orders';
    this.#require('cancel', what);
    this.#requirePaper(what);
    // An order that left after this would outlive it.
    const waiting = this.#pacer.take('order', () => true);
    this.#send('kill', (session) => session.cancelAllOrders());
    queueMicrotask(() => {
      for (const { orderId } of waiting) {
        if (orderId !== null) this.#sayUnsent(orderId, 'All orders are being cancelled.');
      }
    });
  }

  async whatIf(order: Omit<WireOrder, 'orderId'>): Promise<WhatIf> {
    const what = `The preview of an order for ${order.instrument.displaySymbol}`;
    this.#require('place', what);
    const orderId = this.#orderIds.next();
    this.#sentOrders.previewed(orderId);
    const answer = this.#previewAsks.open(orderId, what, this.#timings.whatIfMs);
    this.#send('account', (session) => session.placeOrder({ ...order, orderId }, true));
    const [preview] = await answer;
    if (preview === undefined) throw new BrokerRefusedError(what, notSentCode, 'No answer.', null);
    return preview;
  }

  async instrumentDetails(query: InstrumentQuery): Promise<Instrument[]> {
    const what = 'The search for an instrument';
    this.#require('ask', what);
    const id = this.#requestIds.next();
    const answer = this.#instrumentAsks.open(id, what, this.#timings.askMs);
    this.#send('account', (session) => session.requestInstrument(id, query));
    return answer;
  }

  async searchInstruments(text: string): Promise<Instrument[]> {
    const what = `The search for "${text}"`;
    this.#require('ask', what);
    const pair = /^([A-Za-z]{3})[./]([A-Za-z]{3})$/.exec(text.trim());
    if (pair !== null) {
      return this.instrumentDetails({
        symbol: (pair[1] ?? '').toUpperCase(),
        currency: (pair[2] ?? '').toUpperCase(),
        secType: 'CASH',
        exchange: 'IDEALPRO',
      });
    }
    const id = this.#requestIds.next();
    const answer = this.#symbolAsks.open(id, what, this.#timings.askMs);
    this.#send('account', (session) => session.requestSymbolMatches(id, text.trim()));
    const matches = await answer;
    const found = await Promise.all(
      matches
        .slice(0, searchLimit)
        .map(({ instrumentId }) => this.instrumentDetails({ instrumentId })),
    );
    return found.flat();
  }

  async historicalBars(
    instrument: Instrument,
    barSize: BarSize,
    options: BarsOptions,
  ): Promise<Bar[]> {
    const what = `The history of ${instrument.displaySymbol}`;
    this.#require('ask', what);
    return fetchBars(instrument, barSize, options, async (end, duration) => {
      const leave = await this.#historyGate.enter(
        what,
        instrument.instrumentId,
        `${instrument.instrumentId} ${barSize} ${duration} ${end} ${String(options.outsideRth)}`,
      );
      try {
        this.#require('ask', what);
        const id = this.#requestIds.next();
        const answer = this.#barAsks.open(id, what, this.#timings.barsMs);
        this.#send('history', (session) =>
          session.requestBars(id, instrument, end, duration, barSize, options.outsideRth, false),
        );
        return await answer;
      } finally {
        leave();
      }
    });
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

  // Connecting

  #connect(): void {
    this.#retryTimer = null;
    this.#nextAttemptAt = null;
    this.#attempt += 1;
    this.#clientId = this.#options.clientId + this.#clientIdShift;
    // The port a 1300 named may not be open yet, or not any more: the two take turns.
    this.#port =
      this.#namedPort !== null && this.#attempt % 2 === 1 ? this.#namedPort : this.#options.port;
    this.#socketError = null;
    const where = `${this.#options.host}:${this.#port}`;
    this.#become('attempt', `Connecting to ${where} as client ${this.#clientId}.`, []);
    const session = new Session({
      host: this.#options.host,
      port: this.#port,
      clientId: this.#clientId,
      clock: this.#clock,
      handlers: this.#sessionHandlers(),
    });
    this.#session = session;
    this.#step(this.#timings.tcpConnectMs, () =>
      this.#drop(`Nothing answered at ${where} in time.`, cannotConnectAdvice),
    );
    session.connect();
  }

  /** One deadline at a time: that of the step the connection is in. */
  #step(deadlineMs: number, onMissed: () => void): void {
    this.#stepTimer?.cancel();
    this.#stepTimer = this.#clock.after(deadlineMs, onMissed);
  }

  #onTcpOpen(): void {
    const where = `${this.#options.host}:${this.#port}`;
    this.#become('tcp-open', `${where} is open; waiting for its version and order ids.`, []);
    this.#step(this.#timings.handshakeMs, () =>
      this.#drop(`${where} is open but did not answer the handshake.`, handshakeAdvice),
    );
  }

  #onServer(serverVersion: number): void {
    this.#serverVersion = serverVersion;
    // The library starts the session by itself.
    this.#pacer.countUnasked();
    this.#step(this.#timings.identifyMs, () =>
      this.#drop(
        'The gateway answered the handshake but named no order ids or accounts.',
        handshakeAdvice,
      ),
    );
  }

  #onNextValidId(orderId: number): void {
    try {
      this.#orderIds.startAt(orderId);
    } catch (error) {
      if (!(error instanceof OrderIdsExhaustedError)) throw error;
      this.#drop(error.message, orderIdsAdvice);
      return;
    }
    this.#nextIdSeen = true;
    this.#identifyWhenKnown();
  }

  #identifyWhenKnown(): void {
    if (this.#identified || !this.#nextIdSeen || this.#accountIds.length === 0) return;
    this.#identified = true;
    this.#stepTimer?.cancel();
    const session = this.#session;
    // The library opens its own gate only after its listeners have run; what is asked now would wait in its queue.
    queueMicrotask(() => {
      if (session === null || session !== this.#session) return;
      this.#become('identified', 'Connected; asking the broker for orders, fills and positions.', [
        ...this.#driftAdvice(),
      ]);
      this.#heartbeat.start();
      for (const accountId of this.#accountIds.slice(0, 1)) {
        this.#send('account', (current) => current.requestAccountUpdates(accountId));
      }
      this.#quotes.resubscribeAll();
      this.#barStreams.resubscribeAll();
      if (this.#impairments.size === 0) this.#startSnapshot();
      this.#settle();
    });
  }

  #driftAdvice(): readonly string[] {
    return this.#clientIdShift === 0 ? [] : clientIdDriftAdvice;
  }

  // Ending a connection

  #onClosed(): void {
    const where = `${this.#options.host}:${this.#port}`;
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
    this.#endConnection(reason);
    if (!this.#running) return;
    const wait =
      delayMs ??
      backoffDelayMs(Math.max(1, this.#attempt), this.#timings.backoff, this.#options.random);
    this.#nextAttemptAt = this.#clock.now() + wait;
    this.#retryTimer?.cancel();
    this.#retryTimer = this.#clock.after(wait, () => this.#connect());
    this.#become('drop', reason, advice);
  }

  /** Throws the session away with everything that belonged to it. */
  #endConnection(reason: string): void {
    this.#session?.close();
    this.#session = null;
    this.#stepTimer?.cancel();
    this.#heartbeat.stop();
    this.#abandonSnapshot();
    this.#sayUnsentOrders(reason);
    const { queued } = this.#pacer.status();
    const lost = Object.values(queued).reduce((sum, count) => sum + count, 0);
    if (lost > 0) this.#log('warning', `${lost} messages were still waiting and are not sent.`);
    this.#pacer.clear();
    this.#quotes.drop();
    this.#historyGate.drop();
    this.#barStreams.drop();
    this.#sentOrders.clear();
    this.#orderIds = new OrderIds();
    this.#accountIds = [];
    this.#summaryRequestId = null;
    this.#serverVersion = null;
    this.#nextIdSeen = false;
    this.#identified = false;
    this.#accepted = false;
    this.#impairments.clear();
    for (const asks of this.#askBooks()) asks.dropAll();
  }

  // States

  /** Takes the state to where impairments and the snapshot put it. */
  #settle(): void {
    if (!this.#identified) return;
    if (this.#impairments.has('broker')) {
      this.#become(
        'impaired',
        'The gateway has lost its connection to the broker.',
        brokerLostAdvice,
      );
    } else if (this.#impairments.has('late')) {
      this.#become('impaired', 'The gateway is late with its answers.', lateAdvice);
    } else if (this.#accepted) {
      const event: LinkEvent = this.#state === 'reconciling' ? 'snapshot-accepted' : 'recovered';
      this.#become(event, 'Connected and reconciled.', this.#driftAdvice());
      this.#attempt = 0;
    } else if (this.#state !== 'reconciling') {
      this.#become('resync', 'Asking the broker for what may have been missed.', []);
    }
  }

  #become(event: LinkEvent, reason: string, advice: readonly string[]): void {
    const before = this.#state;
    const state = nextLinkState(before, event);
    if (state === before && reason === this.#reason && this.#nextAttemptAt === null) return;
    this.#state = state;
    this.#reason = reason;
    this.#advice = advice;
    if (before === 'ready' && state !== 'ready') this.#sayUnsentOrders(reason);
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
    if (this.#impairments.size === 0 && !this.#accepted && this.#awaiting === null) {
      if (this.#collector === null) this.#startSnapshot();
    }
    this.#settle();
  }

  readonly #linkMeanings: Record<LinkMeaning, (message: string) => void> = {
    'broker-lost': () => {
      this.#impairments.add('broker');
      this.#accepted = false;
      this.#abandonSnapshot();
      this.#settle();
    },
    'broker-back': () => this.#onBrokerBack(false),
    'broker-back-data-lost': () => this.#onBrokerBack(true),
    'port-reset': (message) => {
      const port = Number(/(\d{2,5})\D*$/.exec(message)?.[1]);
      if (Number.isInteger(port) && port > 0 && port < 65_536) this.#namedPort = port;
      this.#attempt = 0;
      this.#drop(
        `The gateway moves to ${this.#namedPort === null ? 'another port' : `port ${this.#namedPort}`}.`,
        [],
      );
    },
    'client-id-in-use': () => {
      const taken = this.#clientId;
      if (this.#clientIdShift + 1 < clientIdTries) {
        this.#clientIdShift += 1;
        const { firstMs } = this.#timings.backoff;
        this.#drop(
          `Client id ${taken} is in use; trying ${taken + 1}.`,
          clientIdAdvice,
          backoffDelayMs(1, { firstMs, longestMs: firstMs }, this.#options.random),
        );
      } else {
        this.#clientIdShift = 0;
        const { longestMs } = this.#timings.backoff;
        this.#drop(
          `Client ids ${this.#options.clientId} to ${taken} are all in use.`,
          clientIdAdvice,
          backoffDelayMs(1, { firstMs: longestMs, longestMs }, this.#options.random),
        );
      }
    },
    'too-fast': (message) =>
      this.#log('error', `The gateway says that the desk is too fast: ${message}`),
  };

  #onBrokerBack(dataLost: boolean): void {
    this.#impairments.delete('broker');
    if (!this.#identified) return;
    this.#accepted = false;
    if (dataLost) {
      this.#quotes.resubscribeAll();
      this.#barStreams.resubscribeAll();
    }
    this.#startSnapshot();
    this.#settle();
  }

  // Snapshot

  #startSnapshot(): void {
    this.#abandonSnapshot();
    const collector = new SnapshotCollector(this.#requestIds.next(), this.#requestIds.next());
    this.#collector = collector;
    const previousSummary = this.#summaryRequestId;
    this.#summaryRequestId = collector.summaryRequestId;
    if (previousSummary !== null) {
      this.#send('account', (session) => session.cancelAccountSummary(previousSummary));
    }
    this.#send('account', (session) => session.requestOpenOrders());
    this.#send('account', (session) => session.requestCompletedOrders());
    this.#send('account', (session) => session.requestExecutions(collector.executionsRequestId));
    this.#send('account', (session) => session.requestPositions());
    this.#send('account', (session) =>
      session.requestAccountSummary(collector.summaryRequestId, summaryTags),
    );
    this.#snapshotTimer = this.#clock.after(this.#timings.snapshotMs, () =>
      this.#deliverSnapshot(),
    );
  }

  #endSection(section: SnapshotSection): void {
    const collector = this.#collector;
    if (collector === null) return;
    collector.end(section);
    this.#deliverWhenDone(collector);
  }

  #deliverWhenDone(collector: SnapshotCollector): void {
    const { outstanding } = collector;
    if (outstanding.length === 0) {
      this.#deliverSnapshot();
    } else if (
      outstanding.length === 1 &&
      outstanding[0] === 'executions' &&
      this.#executionsTimer === null
    ) {
      this.#executionsTimer = this.#clock.after(this.#timings.executionsMs, () =>
        this.#deliverSnapshot(),
      );
    }
  }

  #deliverSnapshot(): void {
    const collector = this.#collector;
    if (collector === null) return;
    if (collector.missing.length > 0) {
      this.#log('warning', `The broker did not tell to the end: ${collector.missing.join(', ')}.`);
    }
    const snapshot = collector.build(this.#accountIds, this.#orderIds.peek());
    this.#abandonSnapshot();
    this.#send('account', (session) => session.cancelPositions());
    if (!this.#accepted) this.#awaiting = snapshot;
    this.#say({ kind: 'snapshot', snapshot });
  }

  #abandonSnapshot(): void {
    this.#collector = null;
    this.#awaiting = null;
    this.#snapshotTimer?.cancel();
    this.#snapshotTimer = null;
    this.#executionsTimer?.cancel();
    this.#executionsTimer = null;
  }

  // What is heard

  #sessionHandlers(): ConstructorParameters<typeof Session>[0]['handlers'] {
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
        this.#accountIds = accountIds;
        this.#identifyWhenKnown();
      },
      onNextValidId: (orderId) => this.#onNextValidId(orderId),
      onCurrentTime: (seconds) => {
        this.#heartbeat.answered();
        this.#say({ kind: 'gateway-time', at: seconds * 1000 });
      },

      onOpenOrder: (order, preview) => this.#onOpenOrder(order, preview),
      onOpenOrdersEnd: () => this.#endSection('open orders'),
      onOrderStatus: (update) => this.#onOrderStatus(update),
      onCompletedOrder: (order) => this.#collector?.addCompletedOrder(order),
      onCompletedOrdersEnd: () => this.#endSection('completed orders'),
      onExecution: (requestId, execution) => {
        this.#collector?.addExecution(execution);
        if (!isRequestId(requestId)) this.#say({ kind: 'execution', execution });
      },
      onExecutionsEnd: (requestId) => {
        if (requestId === this.#collector?.executionsRequestId) this.#endSection('executions');
      },
      onCommission: (commission) => {
        this.#collector?.addCommission(commission);
        this.#say({ kind: 'commission', commission });
      },
      onPosition: (position) => this.#collector?.addPosition(position),
      onPositionsEnd: () => this.#endSection('positions'),
      onAccountValue: (value) => this.#onAccountValue(value),
      onAccountSummary: (requestId, value) => {
        if (requestId === this.#summaryRequestId) this.#onAccountValue(value);
      },
      onAccountSummaryEnd: (requestId) => {
        if (requestId === this.#collector?.summaryRequestId) this.#endSection('account values');
      },

      onTickPrice: (id, field, price) => this.#quotes.onTickPrice(id, field, price),
      onTickSize: (id, field, size) => this.#quotes.onTickSize(id, field, size),
      onTickGeneric: (id, field, value) => this.#quotes.onTickGeneric(id, field, value),
      onMarketDataType: (id, type) => this.#quotes.onMarketDataType(id, type),

      onInstrument: (id, instrument) => {
        if (instrument !== null) this.#instrumentAsks.add(id, instrument);
      },
      onInstrumentsEnd: (id) => this.#instrumentAsks.end(id),
      onSymbolMatches: (id, matches) => {
        for (const match of matches) this.#symbolAsks.add(id, match);
        this.#symbolAsks.end(id);
      },
      onBar: (id, bar) => {
        if (bar !== null && !this.#barStreams.onBar(id, bar)) this.#barAsks.add(id, bar);
      },
      onBarsEnd: (id) => {
        if (!this.#barStreams.onRecentEnd(id)) this.#barAsks.end(id);
      },
      onBarUpdate: (id, bar) => {
        this.#barStreams.onBar(id, bar);
      },
    };
  }

  #onOpenOrder(order: BrokerOrder, preview: WhatIf | null): void {
    if (preview !== null || this.#sentOrders.isPreview(order.orderId)) {
      if (preview !== null) this.#previewAsks.add(order.orderId, preview);
      this.#previewAsks.end(order.orderId);
      return;
    }
    this.#noteOrder(order.orderId, order.clientId);
    this.#collector?.addOpenOrder(order);
    this.#say({ kind: 'open-order', order });
  }

  #onOrderStatus(update: BrokerOrderStatusUpdate): void {
    if (this.#sentOrders.isPreview(update.orderId)) return;
    this.#noteOrder(update.orderId, update.clientId);
    this.#collector?.addOrderStatus(update);
    this.#say({ kind: 'order-status', update });
  }

  #noteOrder(orderId: number, clientId: number): void {
    this.#orderIds.seen(orderId);
    if (clientId === this.#clientId) this.#sentOrders.acknowledged(orderId);
  }

  #onAccountValue(value: BrokerAccountValue): void {
    this.#collector?.addAccountValue(value);
    this.#say({ kind: 'account-value', value });
  }

  #onMessage(code: number, id: number, message: string): void {
    if (code === 502) {
      // The library's own word for any error of the socket; the close that follows tells the rest.
      this.#socketError = message === '' ? 'no connection' : message;
      return;
    }
    if (code === 505) {
      this.#onLostMessage(message);
      return;
    }
    if (code === 506 || (code === 503 && !isOrderId(id))) {
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
      this.#onOrderError(code, id, message);
    } else {
      this.#sayNotice(code, message);
      if (meaning.farm === 'farm-down') this.#quotes.onFarmDown();
      if (meaning.farm === 'farm-up') this.#quotes.onFarmUp();
    }
  }

  #onRequestError(code: number, id: number, message: string): void {
    if (this.#quotes.onError(id, code, message)) return;
    if (leavesRequestStanding(code)) {
      this.#log('info', `${code}: ${message}`);
      return;
    }
    if (this.#barStreams.onError(id, message)) return;
    if (this.#refusesSection(code, id, message)) return;
    // No such contract, no such history: an empty answer, not a failure.
    if (code === 200 && this.#instrumentAsks.has(id)) {
      this.#instrumentAsks.end(id);
      return;
    }
    if (code === 162 && this.#barAsks.has(id) && /no data/i.test(message)) {
      this.#barAsks.end(id);
      return;
    }
    for (const asks of this.#askBooks()) {
      if (!asks.has(id)) continue;
      asks.fail(
        id,
        new BrokerRefusedError(asks.nameOf(id), code, message, codeMeaning(code).advice),
      );
      return;
    }
    this.#log('info', `${code} about a request that is over: ${message}`);
  }

  #refusesSection(code: number, id: number, message: string): boolean {
    const collector = this.#collector;
    if (collector === null) return false;
    const section: SnapshotSection | null =
      id === collector.executionsRequestId
        ? 'executions'
        : id === collector.summaryRequestId
          ? 'account values'
          : null;
    if (section === null) return false;
    this.#sayNotice(code, message);
    collector.refuse(section);
    this.#deliverWhenDone(collector);
    return true;
  }

  #onOrderError(code: number, orderId: number, message: string): void {
    if (this.#sentOrders.isPreview(orderId)) {
      if (!this.#previewAsks.has(orderId) || leavesRequestStanding(code)) return;
      this.#previewAsks.fail(
        orderId,
        new BrokerRefusedError(
          this.#previewAsks.nameOf(orderId),
          code,
          message,
          codeMeaning(code).advice,
        ),
      );
      return;
    }
    const effect = orderErrorEffect(code, message, this.#sentOrders.isAcknowledged(orderId));
    this.#sayOrderError(orderId, code, withAdvice(code, message), effect);
  }

  /** What was lost may have been about an order: ask for everything again, but not in a circle. */
  #onLostMessage(sentence: string): void {
    this.#log('error', sentence);
    const now = this.#clock.monotonic();
    if (this.#recoveredAt !== null && now - this.#recoveredAt < this.#timings.recoverMs) return;
    this.#recoveredAt = now;
    this.#clock.after(0, () => {
      this.#say({
        kind: 'notice',
        code: 505,
        message: `${sentence} The desk asks the broker for everything again.`,
        instrumentId: null,
        severity: 'critical',
      });
      this.requestSnapshot();
    });
  }

  // What is sent

  #send(lane: Lane, ask: (session: Session) => void): void {
    const session = this.#session;
    this.#pacer.enqueue(lane, {
      orderId: null,
      send: () => {
        if (session === null || session !== this.#session) return;
        try {
          ask(session);
        } catch (error) {
          this.#log('error', `A request could not be written: ${sentenceOf(error)}`);
        }
      },
    });
  }

  #sendHeartbeat(): void {
    this.#send('heartbeat', (session) => {
      this.#heartbeat.sent();
      session.requestCurrentTime();
    });
  }

  #idIfConnected(): number | null {
    return linkPermissions[this.#state].ask ? this.#requestIds.next() : null;
  }

  #require(permission: keyof (typeof linkPermissions)[LinkState], what: string): void {
    if (!linkPermissions[this.#state][permission]) {
      throw new LinkNotReadyError(what, this.#state, this.#reason);
    }
  }

  /** The last gate before the wire: a gateway that holds a live account gets neither orders nor cancels. */
  #requirePaper(what: string): void {
    const live = this.#accountIds.find((accountId) => accountKind(accountId) === 'live');
    if (live !== undefined) throw new LiveAccountError(what, live);
  }

  #askBooks(): readonly Pick<AskBook<never>, 'has' | 'nameOf' | 'fail' | 'dropAll'>[] {
    return [this.#instrumentAsks, this.#symbolAsks, this.#barAsks, this.#previewAsks];
  }

  // What is told

  /** Orders that wait for their turn may not leave any more: the link is not ready. That none left is certain. */
  #sayUnsentOrders(reason: string): void {
    for (const { orderId } of this.#pacer.take('order', () => true)) {
      if (orderId !== null) this.#sayUnsent(orderId, reason);
    }
  }

  #sayUnsent(orderId: number, reason: string): void {
    this.#sayOrderError(
      orderId,
      notSentCode,
      `Not sent. ${reason}`,
      this.#sentOrders.isAcknowledged(orderId) ? 'modify-refused' : 'rejected',
    );
  }

  #sayOrderError(orderId: number, code: number, message: string, effect: OrderErrorEffect): void {
    if (effect === 'rejected') this.#sentOrders.forget(orderId);
    this.#say({ kind: 'order-error', error: { orderId, code, message, effect } });
  }

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

function checkOptions(options: LinkOptions): void {
  if (options.host.trim() === '') {
    throw new LinkOptionsError('The gateway has no host. Enter one, for example 127.0.0.1.');
  }
  if (!Number.isInteger(options.port) || options.port < 1 || options.port > 65_535) {
    throw new LinkOptionsError(`${options.port} is no port. Enter a number from 1 to 65535.`);
  }
  if (!Number.isInteger(options.clientId) || options.clientId < 0) {
    throw new LinkOptionsError(
      `${options.clientId} is no client id. Enter 0 or a whole number above it.`,
    );
  }
  const rate = options.messagesPerSecond;
  if (rate !== undefined && rate !== null && (!Number.isInteger(rate) || rate < 1 || rate > 45)) {
    throw new LinkOptionsError(
      `${rate} messages per second cannot be kept. Enter a whole number from 1 to 45; the gateway disconnects above 50.`,
    );
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
