import { beforeEach, describe, expect, test } from 'vitest';

import { emptyQuote } from '#shared/domain/quote.ts';

import { spyInstrument } from '../../../test/support/spy-instrument.ts';
import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { QuoteBoard } from './quote-board.ts';

const spy = spyInstrument;
const other = { ...spyInstrument, instrumentId: 2 };
const wanted = (...instruments: (typeof spy)[]): Map<number, typeof spy> =>
  new Map(instruments.map((instrument) => [instrument.instrumentId, instrument]));

let clock: VirtualClock;
let subscribed: number[];
let board: QuoteBoard;
beforeEach(() => {
  clock = new VirtualClock();
  subscribed = [];
  board = new QuoteBoard(clock, ({ instrumentId }) => {
    subscribed.push(instrumentId);
    return () => {
      subscribed = subscribed.filter((each) => each !== instrumentId);
    };
  });
});

describe('the quote board', () => {
  test('subscribes once to what is wanted and lets go of what is not', () => {
    board.watch(wanted(spy));
    board.watch(wanted(spy, other));
    expect(subscribed).toEqual([spy.instrumentId, 2]);
    board.watch(wanted(other));
    expect(subscribed).toEqual([2]);
  });

  test('knows how old a quote is, whatever is done to the clock on the wall', () => {
    board.watch(wanted(spy));
    clock.advance(300);
    expect(board.ageMs(spy.instrumentId)).toBeNull();
    expect(board.askedForMs(spy.instrumentId)).toBe(300);
    board.take({ ...emptyQuote(spy.instrumentId), bid: 10, ask: 11 });
    clock.advance(700);
    clock.jumpTo(0);
    expect(board.ageMs(spy.instrumentId)).toBe(700);
    expect(board.mark(spy.instrumentId)).not.toBeNull();
  });

  test('forgets what it lets go of, and tells the screens', () => {
    const removed: (string | number)[] = [];
    board.feed.subscribe(
      () => {},
      (key) => removed.push(key),
    );
    board.watch(wanted(spy));
    board.take(emptyQuote(spy.instrumentId));
    board.watch(wanted());
    expect(removed).toEqual([spy.instrumentId]);
    expect(board.get(spy.instrumentId)).toBeNull();
    expect(board.ageMs(spy.instrumentId)).toBeNull();
  });

  test('passes over a tick that was on its way when it let go', () => {
    board.watch(wanted(spy));
    board.watch(wanted());
    board.take(emptyQuote(spy.instrumentId));
    expect(board.feed.snapshot()).toEqual([]);
  });
});
