import type { ListedInstrument } from '../market/catalogue.ts';
import type { MarketQuote } from '../market/instrument-market.ts';
import type { ClientSession } from '../sessions/client-session.ts';
import type { Headline } from '../wire/news-messages.ts';
import {
  delayedTickFields,
  liveTickFields,
  tickField,
  tickGeneric,
  tickPrice,
  tickSize,
  tickString,
  type TickFields,
} from '../wire/quote-messages.ts';
import { sendGenericTicks } from './generic-ticks.ts';
import { lineRefusals } from './line-refusals.ts';
import { sendOptionTicks, type OptionView } from './option-ticks.ts';

/** What a client asked to see of an instrument. */
export interface QuoteLine {
  instrument: ListedInstrument;
  /** Generic tick types asked for beside the quote. */
  generic: ReadonlySet<number>;
  /** Where its prices come from: what is published, what the market was a while ago, or, without a subscription, nothing. */
  prices: 'live' | 'none' | (() => MarketQuote);
  /** What an option's prices are reckoned from, of the moment they are of; null for what is no option. */
  optionView: (() => OptionView | null) | null;
  /** The headline of the session before, if there is one. */
  latestNews: () => Headline | null;
}

interface QuoteSubscription extends QuoteLine {
  session: ClientSession;
  requestId: number;
  sent: MarketQuote | null;
  /** The second of the latest delayed quote. */
  sentSecond: number;
  /** It exists, and nothing comes any more. */
  dead: boolean;
}

/** Market-data lines of one client. Source: IB, TWS API, Market Data Lines. */
export const maxMarketDataLines = 100;

/** How far delayed data lies behind. Source: IB, TWS API, Delayed Streaming Data (10 to 15 minutes). */
export const dataDelayMs = 15 * 60_000;

/** Why an instrument does not trade, as tick 49 says it. Source: IB, TWS API, Available Tick Types. */
export type HaltState = 'trading' | 'halted' | 'volatility-halt';
const haltValues: Readonly<Record<HaltState, number>> = {
  trading: 0,
  halted: 1,
  'volatility-halt': 2,
};

/** Streams quotes to the clients that asked for them; only what has changed is sent. */
export class QuoteFeed {
  readonly #byInstrument = new Map<number, Set<QuoteSubscription>>();
  readonly #bySession = new Map<ClientSession, Map<number, QuoteSubscription>>();
  readonly #halts = new Map<number, HaltState>();
  /** What was published of each instrument last, by its conId: what it stands at while it is halted. */
  readonly #latest = new Map<number, MarketQuote>();
  #interrupted = false;
  #competing = false;

  linesOf(session: ClientSession): number {
    return this.#bySession.get(session)?.size ?? 0;
  }

  has(session: ClientSession, requestId: number): boolean {
    return this.#bySession.get(session)?.has(requestId) ?? false;
  }

  isWatched(instrument: ListedInstrument): boolean {
    return (this.#byInstrument.get(instrument.conId)?.size ?? 0) > 0;
  }

  /** Whether another session has the market data, so that a new line gets none either. */
  get isCompeting(): boolean {
    return this.#competing;
  }

  /** @param live what a live line shows first */
  subscribe(session: ClientSession, requestId: number, line: QuoteLine, live: MarketQuote): void {
    const subscription: QuoteSubscription = {
      ...line,
      session,
      requestId,
      sent: null,
      sentSecond: 0,
      dead: false,
    };
    setIn(this.#byInstrument, line.instrument.conId).add(subscription);
    let lines = this.#bySession.get(session);
    if (lines === undefined)
      this.#bySession.set(session, (lines = new Map<number, QuoteSubscription>()));
    lines.set(requestId, subscription);
    if (this.#interrupted || this.#competing || line.prices === 'none') return;
    const standing = this.standing(line.instrument) ?? live;
    this.#send(subscription, line.prices === 'live' ? standing : line.prices(), 0);
  }

  /** False when the client has no such line. */
  cancel(session: ClientSession, requestId: number): boolean {
    const lines = this.#bySession.get(session);
    const subscription = lines?.get(requestId);
    if (lines === undefined || subscription === undefined) return false;
    lines.delete(requestId);
    this.#byInstrument.get(subscription.instrument.conId)?.delete(subscription);
    return true;
  }

  forget(session: ClientSession): void {
    for (const requestId of this.#bySession.get(session)?.keys() ?? [])
      this.cancel(session, requestId);
    this.#bySession.delete(session);
  }

  /** The connection to the exchanges is lost (nothing is streamed) or back. */
  interrupt(interrupted: boolean): void {
    this.#interrupted = interrupted;
  }

  /** Another session takes the market data of the user: each line is told so (10197) and is silent until it ends. */
  compete(competing: boolean): void {
    if (competing && !this.#competing) {
      for (const { session, requestId } of this.#subscriptions()) {
        session.sendError(requestId, lineRefusals.competingSession);
      }
    }
    this.#competing = competing;
  }

  /** An instrument is halted or trades again: its lines hear it now, new ones as they begin. */
  halt(instrument: ListedInstrument, state: HaltState): void {
    this.#halts.set(instrument.conId, state);
    for (const { session, requestId } of this.#byInstrument.get(instrument.conId) ?? []) {
      session.send(tickGeneric(requestId, tickField.halted, haltValues[state]));
    }
  }

  /** The value of tick 49 for an instrument. */
  haltValueOf(instrument: ListedInstrument): number {
    return haltValues[this.#halts.get(instrument.conId) ?? 'trading'];
  }

  isHalted({ conId }: ListedInstrument): boolean {
    return (this.#halts.get(conId) ?? 'trading') !== 'trading';
  }

  /** What a halted instrument stands at, where anybody watched it before; null for one that trades. */
  standing(instrument: ListedInstrument): MarketQuote | null {
    return this.isHalted(instrument) ? (this.#latest.get(instrument.conId) ?? null) : null;
  }

  /** Connectivity came back without the data: every line is gone, as after IB's 1101. */
  loseAll(): void {
    this.#byInstrument.clear();
    this.#bySession.clear();
  }

  /** The lines there are now fall silent for good; a line asked for anew works. */
  deadenAll(): void {
    for (const subscription of this.#subscriptions()) subscription.dead = true;
  }

  /** Of a halted instrument nothing is published. Source: FINRA rule 5260, no trading and no quoting during a halt. */
  publish(instrument: ListedInstrument, quote: MarketQuote, epochSeconds: number): void {
    if (this.isHalted(instrument)) return;
    this.#latest.set(instrument.conId, quote);
    if (this.#interrupted || this.#competing) return;
    for (const subscription of this.#byInstrument.get(instrument.conId) ?? []) {
      const { session, dead, prices } = subscription;
      if (session.isSilent || dead || prices === 'none') continue;
      if (prices === 'live') this.#send(subscription, quote, epochSeconds);
      else this.#sendDelayed(subscription, prices, epochSeconds);
    }
  }

  /** Sends a size of the last trade alone, to whoever watches the instrument. */
  sendLastSize(instrumentId: number, lastSize: number): void {
    const isHalted = (this.#halts.get(instrumentId) ?? 'trading') !== 'trading';
    if (isHalted || this.#interrupted || this.#competing) return;
    for (const { session, requestId, dead, prices } of this.#byInstrument.get(instrumentId) ?? []) {
      if (session.isSilent || dead || prices !== 'live') continue;
      session.send(tickSize(requestId, tickField.lastSize, lastSize));
    }
  }

  *#subscriptions(): Generator<QuoteSubscription> {
    for (const lines of this.#bySession.values()) yield* lines.values();
  }

  /** Delayed data is not for the quick: once a second is enough, and looking back costs. */
  #sendDelayed(
    subscription: QuoteSubscription,
    quoteAt: () => MarketQuote,
    epochSeconds: number,
  ): void {
    if (subscription.sentSecond === epochSeconds) return;
    subscription.sentSecond = epochSeconds;
    this.#send(subscription, quoteAt(), epochSeconds - dataDelayMs / 1000);
  }

  #send(subscription: QuoteSubscription, quote: MarketQuote, epochSeconds: number): void {
    const { session, requestId, sent, prices, generic } = subscription;
    const fields = prices === 'live' ? liveTickFields : delayedTickFields;
    sendQuote(session, requestId, quote, sent, epochSeconds, fields);
    if (generic.size > 0) sendGenericTicks(subscription, quote, sent, epochSeconds);
    const view = subscription.optionView?.() ?? null;
    if (view !== null) {
      sendOptionTicks(session, requestId, view, quote, sent, prices !== 'live');
    }
    subscription.sent = quote;
  }
}

/** Sends what differs between two quotes; everything when nothing has been sent yet. */
export function sendQuote(
  session: ClientSession,
  requestId: number,
  quote: MarketQuote,
  sent: MarketQuote | null,
  epochSeconds: number,
  fields: TickFields,
): void {
  const sided = (
    priceField: number,
    sizeField: number,
    price: number | null,
    size: number,
    sentPrice: number | null | undefined,
    sentSize: number | undefined,
    quoted: boolean,
  ): void => {
    if (price === null) return;
    if (price !== sentPrice) session.send(tickPrice(requestId, priceField, price, size, quoted));
    else if (size !== sentSize) session.send(tickSize(requestId, sizeField, size));
  };
  sided(fields.bid, fields.bidSize, quote.bid, quote.bidSize, sent?.bid, sent?.bidSize, true);
  sided(fields.ask, fields.askSize, quote.ask, quote.askSize, sent?.ask, sent?.askSize, true);
  sided(
    fields.last,
    fields.lastSize,
    quote.last,
    quote.lastSize,
    sent?.last,
    sent?.lastSize,
    false,
  );
  if (quote.last !== null && quote.last !== sent?.last && epochSeconds > 0) {
    session.send(tickString(requestId, fields.lastTimestamp, String(epochSeconds)));
  }
  const plain = (field: number, price: number, sentPrice: number | undefined): void => {
    if (price !== sentPrice) session.send(tickPrice(requestId, field, price, 0, false));
  };
  if (quote.volume > 0 && quote.volume !== sent?.volume) {
    session.send(tickSize(requestId, fields.volume, quote.volume));
  }
  plain(fields.high, quote.high, sent?.high);
  plain(fields.low, quote.low, sent?.low);
  plain(fields.close, quote.close, sent?.close);
  plain(fields.open, quote.open, sent?.open);
}

function setIn<Key, Value>(map: Map<Key, Set<Value>>, key: Key): Set<Value> {
  let values = map.get(key);
  if (values === undefined) map.set(key, (values = new Set()));
  return values;
}
