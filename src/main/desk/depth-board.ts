import type { TopicFeed } from '#shared/contract/service.ts';
import type { Instrument, InstrumentId } from '#shared/domain/instrument.ts';
import type { DepthBook } from '#shared/domain/market-depth.ts';

import { createFeed, type Feed } from './feed.ts';

interface Stream {
  book: DepthBook | null;
  readonly feed: Feed<DepthBook>;
  stop: () => void;
}

/** As many rows as a screen shows of each side. */
const rows = 10;

/** The order book of what somebody is looking at; the link is asked while at least one reader is there. */
export class DepthBoard {
  readonly #streams = new Map<InstrumentId, Stream>();
  readonly #subscribe: (
    instrument: Instrument,
    rows: number,
    onBook: (book: DepthBook) => void,
  ) => () => void;

  constructor(
    subscribe: (
      instrument: Instrument,
      rows: number,
      onBook: (book: DepthBook) => void,
    ) => () => void,
  ) {
    this.#subscribe = subscribe;
  }

  open(instrument: Instrument): TopicFeed<DepthBook> {
    const { instrumentId } = instrument;
    return {
      snapshot: () => bookOf(this.#streams.get(instrumentId)),
      subscribe: (onItem, onRemoved) => {
        const stream = this.#streams.get(instrumentId) ?? this.#start(instrument);
        const leave = stream.feed.subscribe(onItem, onRemoved);
        return () => {
          leave();
          if (stream.feed.readers > 0 || this.#streams.get(instrumentId) !== stream) return;
          stream.stop();
          this.#streams.delete(instrumentId);
        };
      },
    };
  }

  #start(instrument: Instrument): Stream {
    const stream: Stream = {
      book: null,
      feed: createFeed(() => bookOf(stream)),
      stop: () => {},
    };
    this.#streams.set(instrument.instrumentId, stream);
    stream.stop = this.#subscribe(instrument, rows, (book) => {
      stream.book = book;
      stream.feed.publish(book);
    });
    return stream;
  }
}

function bookOf(stream: Stream | undefined): DepthBook[] {
  return stream === undefined || stream.book === null ? [] : [stream.book];
}
