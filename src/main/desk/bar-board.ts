import type { TopicFeed } from '#shared/contract/service.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { Bar, BarSize } from '#shared/domain/quote.ts';

import { createFeed, type Feed } from './feed.ts';

interface Stream {
  readonly bars: Map<number, Bar>;
  readonly feed: Feed<Bar>;
  stop: () => void;
}

/** Live bars of what somebody is looking at; the link is asked while at least one reader is there. */
export class BarBoard {
  readonly #streams = new Map<string, Stream>();
  readonly #subscribe: (
    instrument: Instrument,
    barSize: BarSize,
    onBar: (bar: Bar) => void,
  ) => () => void;

  constructor(
    subscribe: (instrument: Instrument, barSize: BarSize, onBar: (bar: Bar) => void) => () => void,
  ) {
    this.#subscribe = subscribe;
  }

  open(instrument: Instrument, barSize: BarSize): TopicFeed<Bar> {
    const key = `${instrument.instrumentId}/${barSize}`;
    return {
      snapshot: () => [...(this.#streams.get(key)?.bars.values() ?? [])],
      subscribe: (onItem, onRemoved) => {
        const stream = this.#streams.get(key) ?? this.#start(key, instrument, barSize);
        const leave = stream.feed.subscribe(onItem, onRemoved);
        return () => {
          leave();
          if (stream.feed.readers > 0 || this.#streams.get(key) !== stream) return;
          stream.stop();
          this.#streams.delete(key);
        };
      },
    };
  }

  #start(key: string, instrument: Instrument, barSize: BarSize): Stream {
    const bars = new Map<number, Bar>();
    const stream: Stream = {
      bars,
      feed: createFeed(() => [...bars.values()]),
      stop: () => {},
    };
    stream.stop = this.#subscribe(instrument, barSize, (bar) => {
      bars.set(bar.time, bar);
      stream.feed.publish(bar);
    });
    this.#streams.set(key, stream);
    return stream;
  }
}
