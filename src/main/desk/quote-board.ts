import type { Instrument, InstrumentId } from '#shared/domain/instrument.ts';
import type { Clock } from '#shared/domain/ports.ts';
import { markPrice, type Quote } from '#shared/domain/quote.ts';

import { createFeed } from './feed.ts';

/** The latest quote of everything the desk watches, and the subscriptions that keep them coming. */
export class QuoteBoard {
  readonly #quotes = new Map<InstrumentId, Quote>();
  readonly #subscriptions = new Map<InstrumentId, () => void>();
  /** Monotonic: an age must not jump when somebody sets the machine's clock. */
  readonly #heardAt = new Map<InstrumentId, number>();
  readonly #askedAt = new Map<InstrumentId, number>();
  readonly #clock: Clock;
  readonly #subscribe: (instrument: Instrument) => () => void;
  readonly feed = createFeed<Quote>(() => [...this.#quotes.values()]);

  constructor(clock: Clock, subscribe: (instrument: Instrument) => () => void) {
    this.#clock = clock;
    this.#subscribe = subscribe;
  }

  /** Takes a quote as the newest. The link changes one record per instrument in place, so readers copy what they keep. */
  take(quote: Quote): void {
    // A tick that was on its way when the desk let go of the instrument.
    if (!this.#subscriptions.has(quote.instrumentId)) return;
    this.#quotes.set(quote.instrumentId, quote);
    this.#heardAt.set(quote.instrumentId, this.#clock.monotonic());
    this.feed.publish(quote);
  }

  get(instrumentId: InstrumentId): Quote | null {
    return this.#quotes.get(instrumentId) ?? null;
  }

  /** Milliseconds since anything was heard of the instrument; null before the first word. */
  ageMs(instrumentId: InstrumentId): number | null {
    const heardAt = this.#heardAt.get(instrumentId);
    return heardAt === undefined ? null : this.#clock.monotonic() - heardAt;
  }

  /** Milliseconds since quotes were asked for; 0 where they were not. */
  askedForMs(instrumentId: InstrumentId): number {
    const askedAt = this.#askedAt.get(instrumentId);
    return askedAt === undefined ? 0 : this.#clock.monotonic() - askedAt;
  }

  mark(instrumentId: InstrumentId): number | null {
    const quote = this.#quotes.get(instrumentId);
    return quote === undefined ? null : markPrice(quote);
  }

  /** Subscribes to what is wanted and not yet watched, and lets go of what is no longer wanted. */
  watch(wanted: ReadonlyMap<InstrumentId, Instrument>): void {
    for (const [instrumentId, stop] of this.#subscriptions) {
      if (wanted.has(instrumentId)) continue;
      stop();
      this.#subscriptions.delete(instrumentId);
      this.#quotes.delete(instrumentId);
      this.#heardAt.delete(instrumentId);
      this.#askedAt.delete(instrumentId);
      this.feed.remove(instrumentId);
    }
    for (const [instrumentId, instrument] of wanted) {
      if (this.#subscriptions.has(instrumentId)) continue;
      this.#askedAt.set(instrumentId, this.#clock.monotonic());
      this.#subscriptions.set(instrumentId, this.#subscribe(instrument));
    }
  }
}
