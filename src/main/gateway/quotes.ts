import type { Instrument } from '#shared/domain/instrument.ts';
import type { Clock, Timer } from '#shared/domain/ports.ts';
import { emptyQuote, type MarketDataType, type Quote } from '#shared/domain/quote.ts';

import { codeMeaning, withAdvice, type NoticeSeverity } from './error-codes.ts';
import {
  applyGenericTick,
  applyMarketDataType,
  applyPriceTick,
  applySizeTick,
} from './quote-ticks.ts';

export interface QuoteTimings {
  /** After a farm is back, a feed that is silent for this long is asked for anew. */
  deadFeedMs: number;
  /** A feed that was refused for a passing reason is asked for again after this long. */
  retryMs: number;
}

export interface QuoteWire {
  /** Null while nothing may be asked. */
  nextRequestId(): number | null;
  /** @param withShortable whether to ask for what delayed data has not: how many shares can be borrowed. */
  request(requestId: number, instrument: Instrument, withShortable: boolean): void;
  cancel(requestId: number): void;
  requestMarketDataType(type: MarketDataType): void;
}

export interface QuoteSays {
  onQuote(quote: Quote): void;
  onNotice(
    code: number,
    message: string,
    instrumentId: number | null,
    severity: NoticeSeverity,
  ): void;
}

/** "Market data farm connection is OK": the code of what the desk itself says of a feed that stayed dead. */
const farmIsBack = 2104;

interface Feed {
  instrument: Instrument;
  /** How many subscribers share the line. */
  users: number;
  requestId: number | null;
  /** Why no line is held although there are users. */
  held: 'no-line' | 'refused' | null;
  quote: Quote;
  tickedSinceRestore: boolean;
  delayedAsked: boolean;
}

/**
 * Quotes of everything somebody looks at, one market-data line an instrument however many look. Each feed has one
 * quote object that every tick changes in place and that is passed on as it is: at 150,000 ticks a second a fresh
 * object for each would be most of the work. Whoever keeps a quote must copy it.
 */
export class Quotes {
  readonly #clock: Clock;
  readonly #timings: QuoteTimings;
  readonly #lineLimit: number;
  readonly #wire: QuoteWire;
  readonly #says: QuoteSays;
  readonly #feeds = new Map<number, Feed>();
  readonly #byRequest = new Map<number, Feed>();
  readonly #timers = new Set<Timer>();
  #marketDataType: MarketDataType = 'live';
  #connected = false;

  constructor(
    clock: Clock,
    timings: QuoteTimings,
    lineLimit: number,
    wire: QuoteWire,
    says: QuoteSays,
  ) {
    this.#clock = clock;
    this.#timings = timings;
    this.#lineLimit = lineLimit;
    this.#wire = wire;
    this.#says = says;
  }

  /** Instruments with a market-data line, and how many there may be. */
  get lines(): { used: number; limit: number } {
    return { used: this.#byRequest.size, limit: this.#lineLimit };
  }

  /** Adds a user of the instrument's quotes; the returned function takes the user away again, once. */
  subscribe(instrument: Instrument): () => void {
    const feed = this.#feeds.get(instrument.instrumentId) ?? this.#newFeed(instrument);
    feed.users += 1;
    if (feed.requestId === null) this.#ask(feed);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      feed.users -= 1;
      if (feed.users === 0) this.#end(feed);
    };
  }

  setMarketDataType(type: MarketDataType): void {
    this.#marketDataType = type;
    if (this.#connected) this.#wire.requestMarketDataType(type);
  }

  /** A connection stands, or the broker has forgotten what it was asked: ask for every feed. */
  resubscribeAll(): void {
    const wasConnected = this.#connected;
    this.#connected = true;
    if (this.#marketDataType !== 'live') this.#wire.requestMarketDataType(this.#marketDataType);
    for (const feed of this.#feeds.values()) {
      feed.held = null;
      feed.delayedAsked = false;
      if (wasConnected) this.#release(feed);
    }
    for (const feed of this.#feeds.values()) this.#ask(feed);
  }

  /** The connection is gone, and every line with it. */
  drop(): void {
    this.#connected = false;
    this.#byRequest.clear();
    for (const feed of this.#feeds.values()) feed.requestId = null;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  onTickPrice(requestId: number, field: number, price: number | undefined): void {
    const feed = this.#byRequest.get(requestId);
    if (feed !== undefined && applyPriceTick(feed.quote, feed.instrument.secType, field, price)) {
      this.#ticked(feed);
    }
  }

  onTickSize(requestId: number, field: number, size: number | undefined): void {
    const feed = this.#byRequest.get(requestId);
    if (feed !== undefined && applySizeTick(feed.quote, field, size)) this.#ticked(feed);
  }

  onTickGeneric(requestId: number, field: number, value: number | undefined): void {
    const feed = this.#byRequest.get(requestId);
    if (feed !== undefined && applyGenericTick(feed.quote, field, value)) this.#ticked(feed);
  }

  onMarketDataType(requestId: number, type: number): void {
    const feed = this.#byRequest.get(requestId);
    if (feed !== undefined && applyMarketDataType(feed.quote, type)) this.#says.onQuote(feed.quote);
  }

  /** An error about a request; true when it was about one of these feeds. */
  onError(requestId: number, code: number, message: string): boolean {
    const feed = this.#byRequest.get(requestId);
    if (feed === undefined) return false;
    const meaning = codeMeaning(code);
    this.#says.onNotice(
      code,
      withAdvice(code, message),
      feed.instrument.instrumentId,
      meaning.severity,
    );
    if (meaning.quote === 'shown') return true;
    const isPart = meaning.quote === 'replace-by-delayed';
    if (isPart && feed.delayedAsked) return true;
    if (isPart) this.#release(feed);
    else this.#forget(feed);
    if ((isPart || meaning.quote === 'ask-delayed') && !feed.delayedAsked) {
      feed.delayedAsked = true;
      // Delayed is asked for the whole connection; instruments with a subscription go on in live quality.
      if (this.#marketDataType === 'live') this.setMarketDataType('delayed');
      this.#ask(feed);
    } else if (meaning.quote === 'retry-later') {
      feed.held = 'refused';
      this.#later(this.#timings.retryMs, () => {
        if (feed.users > 0 && feed.requestId === null) this.#ask(feed);
      });
      this.#giveLineToWaiting();
    } else if (meaning.quote === 'no-line') {
      feed.held = 'no-line';
    } else {
      feed.held = 'refused';
      this.#giveLineToWaiting();
    }
    return true;
  }

  /** From here on silence is counted; see {@link askSilentAnew}. */
  watch(): void {
    for (const feed of this.#feeds.values()) feed.tickedSinceRestore = false;
  }

  /** Asks again for the lines that have not ticked since {@link watch}. */
  askSilentAnew(): void {
    for (const feed of this.#feeds.values()) {
      if (feed.requestId === null || feed.tickedSinceRestore) continue;
      this.#says.onNotice(
        farmIsBack,
        `${feed.instrument.displaySymbol} has had no tick since its data farm came back; it is asked for anew.`,
        feed.instrument.instrumentId,
        'warning',
      );
      this.#release(feed);
      this.#ask(feed);
    }
  }

  #newFeed(instrument: Instrument): Feed {
    const feed: Feed = {
      instrument,
      users: 0,
      requestId: null,
      held: null,
      quote: freshQuote(instrument.instrumentId),
      tickedSinceRestore: true,
      delayedAsked: false,
    };
    this.#feeds.set(instrument.instrumentId, feed);
    return feed;
  }

  #ask(feed: Feed): void {
    if (!this.#connected) return;
    if (this.#byRequest.size >= this.#lineLimit) {
      if (feed.held === 'no-line') return;
      feed.held = 'no-line';
      this.#says.onNotice(
        101,
        withAdvice(101, `All ${this.#lineLimit} market data lines are in use.`),
        feed.instrument.instrumentId,
        'warning',
      );
      return;
    }
    const requestId = this.#wire.nextRequestId();
    if (requestId === null) return;
    // The old figures and the first new tick must not meet in one quote that looks fresh.
    Object.assign(feed.quote, freshQuote(feed.instrument.instrumentId));
    feed.held = null;
    feed.requestId = requestId;
    this.#byRequest.set(requestId, feed);
    const isLive = this.#marketDataType === 'live' && !feed.delayedAsked;
    this.#wire.request(requestId, feed.instrument, isLive);
  }

  #ticked(feed: Feed): void {
    feed.quote.receivedAt = this.#clock.now();
    feed.tickedSinceRestore = true;
    this.#says.onQuote(feed.quote);
  }

  #end(feed: Feed): void {
    this.#feeds.delete(feed.instrument.instrumentId);
    this.#release(feed);
    this.#giveLineToWaiting();
  }

  #release(feed: Feed): void {
    if (feed.requestId !== null && this.#connected) this.#wire.cancel(feed.requestId);
    this.#forget(feed);
  }

  #forget(feed: Feed): void {
    if (feed.requestId !== null) this.#byRequest.delete(feed.requestId);
    feed.requestId = null;
  }

  #giveLineToWaiting(): void {
    for (const feed of this.#feeds.values()) {
      if (feed.held === 'no-line' && this.#byRequest.size < this.#lineLimit) {
        this.#ask(feed);
        return;
      }
    }
  }

  #later(delayMs: number, task: () => void): void {
    const timer = this.#clock.after(delayMs, () => {
      this.#timers.delete(timer);
      task();
    });
    this.#timers.add(timer);
  }
}

/** All fields from the start, so that a quote never changes its shape. */
function freshQuote(instrumentId: number): Quote {
  return { ...emptyQuote(instrumentId), shortable: null, shortableShares: null };
}
