import type { DepthBook } from '#shared/domain/market-depth.ts';
import { beforeEach, describe, expect, it } from 'vitest';

import { spyInstrument } from '../../../test/support/spy-instrument.ts';
import { VirtualClock } from '../../../test/support/virtual-clock.ts';

import type { DepthChange } from './depth-book.ts';
import { DepthFeeds } from './depth-feeds.ts';
import { parseDepthChange } from './parse-depth.ts';

let clock: VirtualClock;
let wire: string[];
let notices: [number, string][];
let connected: boolean;
let books: DepthBook[];
let feeds: DepthFeeds;

beforeEach(() => {
  clock = new VirtualClock();
  wire = [];
  notices = [];
  connected = true;
  books = [];
  let nextId = 1;
  feeds = new DepthFeeds(clock, {
    nextRequestId: () => (connected ? nextId++ : null),
    request: (id, instrument, rows) => wire.push(`ask ${instrument.symbol} ${rows} as ${id}`),
    cancel: (id) => wire.push(`cancel ${id}`),
    onNotice: (code, message) => notices.push([code, message]),
  });
});

function change(
  side: DepthChange['side'],
  operation: DepthChange['operation'],
  position: number,
  price: number,
  size = 100,
): DepthChange {
  return { side, operation, position, level: { price, size, venue: null } };
}

function watch(rows = 5): () => void {
  return feeds.subscribe(spyInstrument, rows, (book) => books.push(book));
}

function prices(): [number[], number[]] {
  const book = books.at(-1);
  return [
    (book?.bids ?? []).map(({ price }) => price),
    (book?.asks ?? []).map(({ price }) => price),
  ];
}

describe('a book', () => {
  it('is put together from insertions, updates and removals', () => {
    watch();
    feeds.onChange(1, change('bid', 'insert', 0, 250));
    feeds.onChange(1, change('bid', 'insert', 1, 249.98));
    feeds.onChange(1, change('ask', 'insert', 0, 250.02));
    feeds.onChange(1, change('bid', 'insert', 1, 249.99));
    expect(prices()).toEqual([[250, 249.99, 249.98], [250.02]]);
    feeds.onChange(1, change('bid', 'update', 1, 249.995, 700));
    feeds.onChange(1, change('bid', 'remove', 0, 0, 0));
    feeds.onChange(1, change('ask', 'remove', 0, 0, 0));
    expect(prices()).toEqual([[249.995, 249.98], []]);
    expect(books.at(-1)?.bids[0]?.size).toBe(700);
    expect(books.at(-1)?.receivedAt).toBe(clock.now());
  });

  it('is never deeper than asked, and takes an update of a row it has not for a new one', () => {
    watch(2);
    for (const [position, price] of [250, 249, 248].entries()) {
      feeds.onChange(1, change('bid', 'insert', position, price));
    }
    feeds.onChange(1, change('bid', 'insert', 0, 251));
    feeds.onChange(1, change('ask', 'update', 4, 252));
    feeds.onChange(1, change('ask', 'remove', 7, 0));
    expect(prices()).toEqual([[251, 250], [252]]);
  });

  it('already told is not changed by what comes later', () => {
    watch();
    feeds.onChange(1, change('bid', 'insert', 0, 250));
    const [first] = books;
    feeds.onChange(1, change('bid', 'update', 0, 251));
    expect(first?.bids.map(({ price }) => price)).toEqual([250]);
  });

  it('is emptied when the gateway resets it, and goes on', () => {
    watch();
    feeds.onChange(1, change('bid', 'insert', 0, 250));
    expect(feeds.onError(1, 317, 'Market depth data has been RESET.')).toBe(true);
    expect(prices()).toEqual([[], []]);
    feeds.onChange(1, change('bid', 'insert', 0, 251));
    expect(prices()).toEqual([[251], []]);
    expect(notices).toEqual([]);
  });

  it('that is refused is empty, and why is said', () => {
    watch();
    feeds.onChange(1, change('bid', 'insert', 0, 250));
    feeds.onError(1, 309, 'Max number (3) of market depth requests has been reached');
    expect(prices()).toEqual([[], []]);
    expect(notices[0]?.[0]).toBe(309);
    expect(notices[0]?.[1]).toMatch(/^Book of SPY: Max number/);
    feeds.onChange(1, change('bid', 'insert', 0, 251));
    expect(prices()).toEqual([[], []]);
    feeds.resubscribeAll();
    expect(wire.at(-1)).toBe('ask SPY 5 as 2');
  });

  it('goes on after a word that only informs', () => {
    watch();
    feeds.onChange(1, change('bid', 'insert', 0, 250));
    feeds.onError(1, 2152, 'Exchanges - Depth: ARCA; Top: BATS; Need additional permissions.');
    expect(prices()).toEqual([[250], []]);
  });

  it('of a request it does not know is not its own', () => {
    watch();
    feeds.onChange(99, change('bid', 'insert', 0, 250));
    expect(feeds.onError(99, 317, 'Reset.')).toBe(false);
    expect(books).toEqual([]);
  });

  it.each([0, -1, 1.5])('of %d rows cannot be asked for', (rows) => {
    expect(() => watch(rows)).toThrow(RangeError);
  });
});

describe('a subscription to a book', () => {
  it('is shared, and ends with the last who looks', () => {
    const leaveFirst = watch();
    feeds.onChange(1, change('bid', 'insert', 0, 250));
    const leaveSecond = watch();
    expect(books).toHaveLength(2);
    leaveFirst();
    leaveFirst();
    expect(wire).toEqual(['ask SPY 5 as 1']);
    leaveSecond();
    expect(wire).toEqual(['ask SPY 5 as 1', 'cancel 1']);
  });

  it('is asked for again on the next connection, from an empty book', () => {
    watch();
    feeds.onChange(1, change('bid', 'insert', 0, 250));
    connected = false;
    feeds.drop();
    expect(prices()).toEqual([[], []]);
    feeds.onChange(1, change('bid', 'insert', 0, 251));
    expect(prices()).toEqual([[], []]);
    connected = true;
    feeds.resubscribeAll();
    expect(wire).toEqual(['ask SPY 5 as 1', 'ask SPY 5 as 2']);
  });

  it('made without a connection is asked for when there is one', () => {
    connected = false;
    const leave = watch();
    const leaveOther = feeds.subscribe(spyInstrument, 10, () => {});
    leaveOther();
    connected = true;
    feeds.resubscribeAll();
    expect(wire).toEqual(['ask SPY 5 as 1']);
    leave();
    expect(wire.at(-1)).toBe('cancel 1');
  });

  it('that a farm left dead is asked for anew', () => {
    watch();
    feeds.subscribe(spyInstrument, 10, () => {});
    feeds.watch();
    feeds.onChange(2, change('bid', 'insert', 0, 250));
    feeds.askSilentAnew();
    expect(wire.slice(2)).toEqual(['cancel 1', 'ask SPY 5 as 3']);
  });
});

describe('a change of a book on the wire', () => {
  it('names its side, what it does and, in a joined book, whose it is', () => {
    expect(parseDepthChange(2, 1, 1, 250, 300, 'ARCA')).toEqual({
      side: 'bid',
      operation: 'update',
      position: 2,
      level: { price: 250, size: 300, venue: 'ARCA' },
    });
    expect(parseDepthChange(0, 0, 0, 250, 300, null)).toMatchObject({
      side: 'ask',
      operation: 'insert',
    });
    expect(parseDepthChange(0, 2, 0, 0, undefined, '')).toMatchObject({
      operation: 'remove',
      level: { price: 0, size: 0, venue: null },
    });
  });

  it.each([
    [0, 9, 0, 250, 1],
    [0, 0, 9, 250, 1],
    [-1, 0, 0, 250, 1],
    [0, 0, 0, undefined, 1],
    [0, 1, 0, 250, Number.MAX_VALUE],
  ])(
    'that makes no sense is none (%j, %j, %j, %j, %j)',
    (position, operation, side, price, size) => {
      expect(parseDepthChange(position, operation, side, price, size, null)).toBeNull();
    },
  );
});
