import type { Instrument } from '#shared/domain/instrument.ts';
import type { Clock, Timer } from '#shared/domain/ports.ts';
import type { Bar, BarSize } from '#shared/domain/quote.ts';

import type { HistoryGate } from './history-gate.ts';
import { streamDuration } from './history-pieces.ts';

export interface BarStreamWire {
  /** Null while nothing may be asked. */
  nextRequestId(): number | null;
  request(requestId: number, instrument: Instrument, barSize: BarSize, duration: string): void;
  cancel(requestId: number): void;
  onRefused(instrument: Instrument, barSize: BarSize, message: string): void;
}

interface Stream {
  key: string;
  instrument: Instrument;
  barSize: BarSize;
  listeners: Set<(bar: Bar) => void>;
  requestId: number | null;
  leave: (() => void) | null;
  changedSinceRestore: boolean;
  /** The last bars, by time, for listeners who come later. */
  recent: Map<number, Bar>;
  /** Ends the stream when nobody has come back to it. */
  lingering: Timer | null;
}

/**
 * A stream outlives its last listener by this long: whoever looks away and back again finds it running, where the
 * broker would let it be asked for only fifteen seconds after the first time.
 */
const lingerMs = 16_000;
const recentBars = 500;
/** A trade was busted: the broker has ended the stream, whose bars no longer hold. */
const streamReset = 10225;

/** Bars that are kept up to date by the gateway, one request however many listen; asked for anew on each connection. */
export class BarStreams {
  readonly #clock: Clock;
  readonly #gate: HistoryGate;
  readonly #wire: BarStreamWire;
  readonly #streams = new Map<string, Stream>();
  readonly #byRequest = new Map<number, Stream>();

  constructor(clock: Clock, gate: HistoryGate, wire: BarStreamWire) {
    this.#clock = clock;
    this.#gate = gate;
    this.#wire = wire;
  }

  /** Calls `onBar` with the recent bars, as far as they are known at once, and then with every change of the last one. */
  subscribe(instrument: Instrument, barSize: BarSize, onBar: (bar: Bar) => void): () => void {
    const key = `stream ${instrument.instrumentId} ${barSize}`;
    const stream = this.#streams.get(key) ?? this.#newStream(key, instrument, barSize);
    stream.lingering?.cancel();
    stream.lingering = null;
    for (const bar of stream.recent.values()) onBar(bar);
    stream.listeners.add(onBar);
    return () => {
      if (!stream.listeners.delete(onBar) || stream.listeners.size > 0) return;
      stream.lingering = this.#clock.after(lingerMs, () => this.#end(stream));
    };
  }

  resubscribeAll(): void {
    for (const stream of this.#streams.values()) {
      this.#release(stream);
      this.#ask(stream);
    }
  }

  drop(): void {
    this.#byRequest.clear();
    for (const stream of this.#streams.values()) {
      stream.lingering?.cancel();
      if (stream.listeners.size === 0) this.#streams.delete(stream.key);
      stream.requestId = null;
      stream.leave = null;
    }
  }

  onBar(requestId: number, bar: Bar): boolean {
    const stream = this.#byRequest.get(requestId);
    if (stream === undefined) return false;
    stream.changedSinceRestore = true;
    stream.recent.set(bar.time, bar);
    if (stream.recent.size > recentBars) {
      // A map keeps the order in which times first came: the first is the oldest.
      const [oldest] = stream.recent.keys();
      if (oldest !== undefined) stream.recent.delete(oldest);
    }
    for (const listener of stream.listeners) listener(bar);
    return true;
  }

  /** The recent bars have all come; from here on there are only changes. */
  onRecentEnd(requestId: number): boolean {
    const stream = this.#byRequest.get(requestId);
    stream?.leave?.();
    return stream !== undefined;
  }

  /** From here on silence is counted; see {@link askSilentAnew}. */
  watch(): void {
    for (const stream of this.#streams.values()) stream.changedSinceRestore = false;
  }

  /** Asks again for the streams that have not changed since {@link watch}. */
  askSilentAnew(): void {
    for (const stream of this.#streams.values()) {
      if (stream.requestId === null || stream.changedSinceRestore) continue;
      this.#release(stream);
      this.#ask(stream);
    }
  }

  onError(requestId: number, code: number, message: string): boolean {
    const stream = this.#byRequest.get(requestId);
    if (stream === undefined) return false;
    if (code === streamReset) {
      this.#release(stream);
      this.#ask(stream);
      return true;
    }
    this.#byRequest.delete(requestId);
    stream.requestId = null;
    stream.leave?.();
    this.#wire.onRefused(stream.instrument, stream.barSize, message);
    return true;
  }

  #newStream(key: string, instrument: Instrument, barSize: BarSize): Stream {
    const stream: Stream = {
      key,
      instrument,
      barSize,
      listeners: new Set(),
      requestId: null,
      leave: null,
      changedSinceRestore: true,
      recent: new Map(),
      lingering: null,
    };
    this.#streams.set(key, stream);
    this.#ask(stream);
    return stream;
  }

  #end(stream: Stream): void {
    this.#streams.delete(stream.key);
    this.#release(stream);
  }

  #ask(stream: Stream): void {
    // Not yet connected: the next resubscribeAll asks.
    const requestId = this.#wire.nextRequestId();
    if (requestId === null) return;
    stream.requestId = requestId;
    this.#byRequest.set(requestId, stream);
    this.#gate
      .enter(
        `The stream of ${stream.barSize} bars`,
        stream.instrument.instrumentId,
        stream.key,
        null,
      )
      .then(
        (leave) => {
          if (stream.requestId !== requestId) {
            leave();
            return;
          }
          stream.leave = leave;
          this.#wire.request(
            requestId,
            stream.instrument,
            stream.barSize,
            streamDuration[stream.barSize],
          );
        },
        // The connection went while the stream waited; it is asked for again on the next one.
        () => this.#byRequest.delete(requestId),
      );
  }

  #release(stream: Stream): void {
    const { requestId } = stream;
    if (requestId === null) return;
    this.#byRequest.delete(requestId);
    stream.requestId = null;
    const asked = stream.leave !== null;
    stream.leave?.();
    stream.leave = null;
    if (asked) this.#wire.cancel(requestId);
  }
}
