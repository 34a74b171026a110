import { expect, test } from 'vitest';

import { PositionDoubts } from './position-doubts.ts';

const spy = 756733;

/** At which of the seconds a question is asked while the desk holds 50 and the broker says so much. */
function askedAt(doubts: PositionDoubts, from: number, to: number, desk = 50): number[] {
  const seconds: number[] = [];
  for (let second = from; second <= to; second += 1) {
    if (doubts.isToAsk(second * 1000, () => desk)) seconds.push(second);
  }
  return seconds;
}

test('nothing is asked of what agrees, or of what nobody has said', () => {
  const doubts = new PositionDoubts();
  expect(askedAt(doubts, 0, 60)).toEqual([]);
  doubts.heard(spy, 50);
  expect(askedAt(doubts, 61, 120)).toEqual([]);
  doubts.heard(spy, 50 + 1e-12);
  expect(askedAt(doubts, 121, 180)).toEqual([]);
});

test('a difference is asked about after two seconds and once more, and is then a break', () => {
  const doubts = new PositionDoubts();
  doubts.heard(spy, 30);
  expect(askedAt(doubts, 0, 60)).toEqual([2, 7]);
});

test('a difference that a fill explains in time is not asked about', () => {
  const doubts = new PositionDoubts();
  doubts.heard(spy, 30);
  expect(askedAt(doubts, 0, 1)).toEqual([]);
  expect(askedAt(doubts, 2, 60, 30)).toEqual([]);
});

test('another difference is asked about anew, and one of a connection that is gone never', () => {
  const doubts = new PositionDoubts();
  doubts.heard(spy, 30);
  expect(askedAt(doubts, 0, 20)).toEqual([2, 7]);
  doubts.heard(spy, 10);
  expect(askedAt(doubts, 21, 40)).toEqual([23, 28]);
  doubts.heard(spy, 0);
  doubts.forget();
  expect(askedAt(doubts, 41, 60)).toEqual([]);
});
