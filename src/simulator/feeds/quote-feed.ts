import type { ListedInstrument } from '../market/catalogue.ts';
import type { MarketQuote } from '../market/instrument-market.ts';
import type { ClientSession } from '../sessions/client-session.ts';
import { tickField, tickPrice, tickSize, tickString } from '../wire/quote-messages.ts';

interface QuoteSubscription {
  session: ClientSession;
  requestId: number;
  instrument: ListedInstrument;
  sent: MarketQuote | null;
  /** It exists, and nothing comes any more. */
  dead: boolean;
}

/** Market-data lines of one client. Source: IB, TWS API, Market Data Lines. */
export const maxMarketDataLines = 100;

/** Streams quotes to the clients that asked for them; only what has changed is sent. */
export class QuoteFeed {
  readonly #byInstrument = new Map<number, Set<QuoteSubscription>>();
  readonly #bySession = new Map<ClientSession, Map<number, QuoteSubscription>>();
  #interrupted = false;

  linesOf(session: ClientSession): number {
    return this.#bySession.get(session)?.size ?? 0;
  }

  has(session: ClientSession, requestId: number): boolean {
    return this.#bySession.get(session)?.has(requestId) ?? false;
  }

  isWatched(instrument: ListedInstrument): boolean {
    return (this.#byInstrument.get(instrument.conId)?.size ?? 0) > 0;
  }

  subscribe(
    session: ClientSession,
    requestId: number,
    instrument: ListedInstrument,
    first: MarketQuote,
  ): void {
    const subscription: QuoteSubscription = {
      session,
      requestId,
      instrument,
      sent: null,
      dead: false,
    };
    setIn(this.#byInstrument, instrument.conId).add(subscription);
    let lines = this.#bySession.get(session);
    if (lines === undefined)
      this.#bySession.set(session, (lines = new Map<number, QuoteSubscription>()));
    lines.set(requestId, subscription);
    if (!this.#interrupted) this.#send(subscription, first, 0);
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

  /** Connectivity came back without the data: every line is gone, as after IB's 1101. */
  loseAll(): void {
    this.#byInstrument.clear();
    this.#bySession.clear();
  }

  /** The lines there are now fall silent for good; a line asked for anew works. */
  deadenAll(): void {
    for (const lines of this.#bySession.values()) {
      for (const subscription of lines.values()) subscription.dead = true;
    }
  }

  publish(instrument: ListedInstrument, quote: MarketQuote, epochSeconds: number): void {
    if (this.#interrupted) return;
    for (const subscription of this.#byInstrument.get(instrument.conId) ?? []) {
      if (!subscription.session.isSilent && !subscription.dead)
        this.#send(subscription, quote, epochSeconds);
    }
  }

  #send(subscription: QuoteSubscription, quote: MarketQuote, epochSeconds: number): void {
    sendQuote(subscription.session, subscription.requestId, quote, subscription.sent, epochSeconds);
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
): void {
  const sided = (
    [priceField, sizeField]: readonly [number, number],
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
  sided(
    [tickField.bid, tickField.bidSize],
    quote.bid,
    quote.bidSize,
    sent?.bid,
    sent?.bidSize,
    true,
  );
  sided(
    [tickField.ask, tickField.askSize],
    quote.ask,
    quote.askSize,
    sent?.ask,
    sent?.askSize,
    true,
  );
  sided(
    [tickField.last, tickField.lastSize],
    quote.last,
    quote.lastSize,
    sent?.last,
    sent?.lastSize,
    false,
  );
  if (quote.last !== null && quote.last !== sent?.last && epochSeconds > 0) {
    session.send(tickString(requestId, tickField.lastTimestamp, String(epochSeconds)));
  }
  const plain = (field: number, price: number, sentPrice: number | undefined): void => {
    if (price !== sentPrice) session.send(tickPrice(requestId, field, price, 0, false));
  };
  if (quote.volume > 0 && quote.volume !== sent?.volume) {
    session.send(tickSize(requestId, tickField.volume, quote.volume));
  }
  plain(tickField.high, quote.high, sent?.high);
  plain(tickField.low, quote.low, sent?.low);
  plain(tickField.close, quote.close, sent?.close);
  plain(tickField.open, quote.open, sent?.open);
}

function setIn<Key, Value>(map: Map<Key, Set<Value>>, key: Key): Set<Value> {
  let values = map.get(key);
  if (values === undefined) map.set(key, (values = new Set()));
  return values;
}
