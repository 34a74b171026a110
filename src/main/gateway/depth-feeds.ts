import type { Instrument } from '#shared/domain/instrument.ts';
import type { Clock } from '#shared/domain/ports.ts';
import type { DepthBook } from '#shared/domain/market-depth.ts';

import { changedRows, type DepthChange } from './depth-book.ts';
import { codeMeaning, withAdvice, type NoticeSeverity } from './error-codes.ts';

export interface DepthWire {
  /** Null while nothing may be asked. */
  nextRequestId(): number | null;
  request(requestId: number, instrument: Instrument, rows: number): void;
  cancel(requestId: number, instrument: Instrument): void;
  /** Of no instrument's quotes: these flow whether there is a book or not. */
  onNotice(code: number, message: string, severity: NoticeSeverity): void;
}

interface Feed {
  key: string;
  instrument: Instrument;
  rows: number;
  requestId: number | null;
  listeners: Set<(book: DepthBook) => void>;
  book: DepthBook;
  changedSinceRestore: boolean;
}

/** The gateway empties its book and starts anew; so must the desk. */
const bookReset = 317;

/**
 * Order books of the instruments somebody looks into, one subscription however many look. The broker allows three of
 * them at a time to most accounts and refuses a fourth with 309.
 */
export class DepthFeeds {
  readonly #clock: Clock;
  readonly #wire: DepthWire;
  readonly #feeds = new Map<string, Feed>();
  readonly #byRequest = new Map<number, Feed>();

  constructor(clock: Clock, wire: DepthWire) {
    this.#clock = clock;
    this.#wire = wire;
  }

  /** Calls `onBook` with the whole book at each change; an empty one when it is gone. */
  subscribe(instrument: Instrument, rows: number, onBook: (book: DepthBook) => void): () => void {
    if (!Number.isInteger(rows) || rows < 1) {
      throw new RangeError(`A book of ${rows} rows cannot be asked for; ask for at least one.`);
    }
    const key = `${instrument.instrumentId} ${rows}`;
    const feed = this.#feeds.get(key) ?? this.#newFeed(key, instrument, rows);
    // A listener may be given twice; each subscription ends by itself.
    const listener = (book: DepthBook): void => onBook(book);
    feed.listeners.add(listener);
    if (feed.book.receivedAt > 0) listener(feed.book);
    return () => {
      if (!feed.listeners.delete(listener) || feed.listeners.size > 0) return;
      this.#feeds.delete(key);
      this.#release(feed);
    };
  }

  /** A connection stands, or the broker has forgotten what it was asked: ask for every book. */
  resubscribeAll(): void {
    for (const feed of this.#feeds.values()) this.#askAnew(feed);
  }

  /** The connection is gone, and every book with it. */
  drop(): void {
    this.#byRequest.clear();
    for (const feed of this.#feeds.values()) {
      feed.requestId = null;
      this.#empty(feed);
    }
  }

  onChange(requestId: number, change: DepthChange): void {
    const feed = this.#byRequest.get(requestId);
    if (feed === undefined) return;
    const { book, rows } = feed;
    feed.changedSinceRestore = true;
    feed.book = {
      instrumentId: book.instrumentId,
      bids: change.side === 'bid' ? changedRows(book.bids, change, rows) : book.bids,
      asks: change.side === 'ask' ? changedRows(book.asks, change, rows) : book.asks,
      receivedAt: this.#clock.now(),
    };
    this.#publish(feed);
  }

  /** An error about a request; true when it was about one of these books. */
  onError(requestId: number, code: number, message: string): boolean {
    const feed = this.#byRequest.get(requestId);
    if (feed === undefined) return false;
    const { instrument } = feed;
    if (code === bookReset) {
      this.#empty(feed);
      return true;
    }
    const { severity, quote } = codeMeaning(code);
    this.#wire.onNotice(
      code,
      `Book of ${instrument.displaySymbol}: ${withAdvice(code, message)}`,
      severity,
    );
    if (quote === 'shown') return true;
    this.#byRequest.delete(requestId);
    feed.requestId = null;
    this.#empty(feed);
    return true;
  }

  /** From here on silence is counted; see {@link askSilentAnew}. */
  watch(): void {
    for (const feed of this.#feeds.values()) feed.changedSinceRestore = false;
  }

  /** Asks again for the books that have not changed since {@link watch}. */
  askSilentAnew(): void {
    for (const feed of this.#feeds.values()) {
      if (feed.requestId !== null && !feed.changedSinceRestore) this.#askAnew(feed);
    }
  }

  #newFeed(key: string, instrument: Instrument, rows: number): Feed {
    const feed: Feed = {
      key,
      instrument,
      rows,
      requestId: null,
      listeners: new Set(),
      book: emptyBook(instrument.instrumentId),
      changedSinceRestore: true,
    };
    this.#feeds.set(key, feed);
    this.#ask(feed);
    return feed;
  }

  #askAnew(feed: Feed): void {
    this.#release(feed);
    this.#empty(feed);
    this.#ask(feed);
  }

  #ask(feed: Feed): void {
    const requestId = this.#wire.nextRequestId();
    if (requestId === null) return;
    feed.requestId = requestId;
    this.#byRequest.set(requestId, feed);
    this.#wire.request(requestId, feed.instrument, feed.rows);
  }

  #release(feed: Feed): void {
    if (feed.requestId === null) return;
    this.#byRequest.delete(feed.requestId);
    this.#wire.cancel(feed.requestId, feed.instrument);
    feed.requestId = null;
  }

  #empty(feed: Feed): void {
    if (feed.book.bids.length === 0 && feed.book.asks.length === 0) return;
    feed.book = emptyBook(feed.instrument.instrumentId);
    this.#publish(feed);
  }

  #publish(feed: Feed): void {
    for (const listener of feed.listeners) listener(feed.book);
  }
}

function emptyBook(instrumentId: number): DepthBook {
  return { instrumentId, bids: [], asks: [], receivedAt: 0 };
}
