import type { Instrument } from '#shared/domain/instrument.ts';
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
}

/** Bars that are kept up to date by the gateway, one request however many listen; asked for anew on each connection. */
export class BarStreams {
  readonly #gate: HistoryGate;
  readonly #wire: BarStreamWire;
  readonly #streams = new Map<string, Stream>();
  readonly #byRequest = new Map<number, Stream>();

  constructor(gate: HistoryGate, wire: BarStreamWire) {
    this.#gate = gate;
    this.#wire = wire;
  }

  /** Calls `onBar` with the recent bars and then with every change of the last one. */
  subscribe(instrument: Instrument, barSize: BarSize, onBar: (bar: Bar) => void): () => void {
    const key = `stream ${instrument.instrumentId} ${barSize}`;
    const stream = this.#streams.get(key) ?? this.#newStream(key, instrument, barSize);
    stream.listeners.add(onBar);
    return () => {
      if (!stream.listeners.delete(onBar) || stream.listeners.size > 0) return;
      this.#streams.delete(key);
      this.#release(stream);
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
      stream.requestId = null;
      stream.leave = null;
    }
  }

  onBar(requestId: number, bar: Bar): boolean {
    const stream = this.#byRequest.get(requestId);
    if (stream === undefined) return false;
    for (const listener of stream.listeners) listener(bar);
    return true;
  }

  /** The recent bars have all come; from here on there are only changes. */
  onRecentEnd(requestId: number): boolean {
    const stream = this.#byRequest.get(requestId);
    stream?.leave?.();
    return stream !== undefined;
  }

  onError(requestId: number, message: string): boolean {
    const stream = this.#byRequest.get(requestId);
    if (stream === undefined) return false;
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
    };
    this.#streams.set(key, stream);
    this.#ask(stream);
    return stream;
  }

  #ask(stream: Stream): void {
    // Not yet connected: the next resubscribeAll asks.
    const requestId = this.#wire.nextRequestId();
    if (requestId === null) return;
    stream.requestId = requestId;
    this.#byRequest.set(requestId, stream);
    this.#gate
      .enter(`The stream of ${stream.barSize} bars`, stream.instrument.instrumentId, stream.key)
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
