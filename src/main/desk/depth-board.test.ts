import { expect, test } from 'vitest';

import type { DepthBook } from '#shared/domain/market-depth.ts';

import { instrument } from '../risk/context.fixture.ts';
import { DepthBoard } from './depth-board.ts';

const spy = instrument();
const nobody = (): void => {};

function book(size: number): DepthBook {
  const bids = [{ price: 100, size, venue: null }];
  return { instrumentId: spy.instrumentId, bids, asks: [], receivedAt: size };
}

test('an order book is asked for while somebody looks, once for all who do', () => {
  const asked: ((book: DepthBook) => void)[] = [];
  let stopped = 0;
  const board = new DepthBoard((_instrument, rows, onBook) => {
    expect(rows).toBe(10);
    asked.push(onBook);
    return () => (stopped += 1);
  });
  const feed = board.open(spy);
  expect(feed.snapshot()).toEqual([]);
  const heard: DepthBook[] = [];
  const leaveFirst = feed.subscribe((each) => heard.push(each), nobody);
  const leaveSecond = board.open(spy).subscribe(nobody, nobody);
  expect(asked).toHaveLength(1);
  asked[0]?.(book(1));
  asked[0]?.(book(2));
  expect(heard).toEqual([book(1), book(2)]);
  expect(board.open(spy).snapshot()).toEqual([book(2)]);
  leaveFirst();
  expect(stopped).toBe(0);
  leaveSecond();
  expect(stopped).toBe(1);
  expect(feed.snapshot()).toEqual([]);
  feed.subscribe(nobody, nobody);
  expect(asked).toHaveLength(2);
});
