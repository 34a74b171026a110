import type { ListedInstrument } from '../market/catalogue.ts';
import type { MarketQuote } from '../market/instrument-market.ts';
import type { MarketMoment } from '../market/trading-calendar.ts';
import type { ClientSession } from '../sessions/client-session.ts';

/** One tick of an instrument's market. */
export interface StreamTick {
  quote: MarketQuote;
  from: MarketMoment;
  to: MarketMoment;
  step: number;
}

/** Sends what a tick brings; it remembers what the client has. */
export type StreamUpdate = (tick: StreamTick) => void;

interface Stream {
  session: ClientSession;
  instrument: ListedInstrument;
  update: StreamUpdate;
}

/** Names a subscription of a client: its kind and the id of its request. */
export type StreamName = `${'bars' | 'depth' | 'ticks'}:${number}`;

/** Streams beside the quotes: depth, real-time bars and single ticks. */
export class StreamFeed {
  readonly #byInstrument = new Map<number, Set<Stream>>();
  readonly #bySession = new Map<ClientSession, Map<StreamName, Stream>>();
  #interrupted = false;

  isWatched(instrument: ListedInstrument): boolean {
    return (this.#byInstrument.get(instrument.conId)?.size ?? 0) > 0;
  }

  has(session: ClientSession, name: StreamName): boolean {
    return this.#bySession.get(session)?.has(name) ?? false;
  }

  /** How many streams of a kind a client has. */
  count(session: ClientSession, kind: 'bars' | 'depth' | 'ticks'): number {
    const names = [...(this.#bySession.get(session)?.keys() ?? [])];
    return names.filter((name) => name.startsWith(`${kind}:`)).length;
  }

  subscribe(
    session: ClientSession,
    name: StreamName,
    instrument: ListedInstrument,
    update: StreamUpdate,
  ): void {
    const stream = { session, instrument, update };
    let ofSession = this.#bySession.get(session);
    if (ofSession === undefined) {
      this.#bySession.set(session, (ofSession = new Map<StreamName, Stream>()));
    }
    ofSession.set(name, stream);
    let ofInstrument = this.#byInstrument.get(instrument.conId);
    if (ofInstrument === undefined) {
      this.#byInstrument.set(instrument.conId, (ofInstrument = new Set()));
    }
    ofInstrument.add(stream);
  }

  /** False when the client has no such stream. */
  cancel(session: ClientSession, name: StreamName): boolean {
    const stream = this.#bySession.get(session)?.get(name);
    if (stream === undefined) return false;
    this.#bySession.get(session)?.delete(name);
    this.#byInstrument.get(stream.instrument.conId)?.delete(stream);
    return true;
  }

  forget(session: ClientSession): void {
    for (const name of this.#bySession.get(session)?.keys() ?? []) this.cancel(session, name);
    this.#bySession.delete(session);
  }

  /** The connection to the exchanges is lost (nothing is streamed) or back. */
  interrupt(interrupted: boolean): void {
    this.#interrupted = interrupted;
  }

  /** Connectivity came back without the data: every stream is gone, as after IB's 1101. */
  loseAll(): void {
    this.#byInstrument.clear();
    this.#bySession.clear();
  }

  publish(instrument: ListedInstrument, tick: StreamTick): void {
    if (this.#interrupted) return;
    for (const { session, update } of this.#byInstrument.get(instrument.conId) ?? []) {
      if (!session.isSilent) update(tick);
    }
  }
}
