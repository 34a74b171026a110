import { expect, test } from 'vitest';

import { PnlBoard } from './pnl-board.ts';

const open = Date.UTC(2020, 2, 9, 13, 30);
const minute = 60_000;

test('a day has a point for each minute, the last P&L in it', () => {
  const board = new PnlBoard();
  board.take('2020-03-09', open + 5000, 10);
  board.take('2020-03-09', open + 35_000, -40);
  board.take('2020-03-09', open + minute, 5);
  expect(board.feed.snapshot()).toEqual([
    { time: open / 1000, dayPnl: -40 },
    { time: open / 1000 + 60, dayPnl: 5 },
  ]);
});

test('a minute in which the P&L was not known has no point, and takes none away', () => {
  const board = new PnlBoard();
  board.take('2020-03-09', open, 10);
  board.take('2020-03-09', open + 30_000, null);
  board.take('2020-03-09', open + minute, null);
  expect(board.feed.snapshot()).toEqual([{ time: open / 1000, dayPnl: 10 }]);
});

test('another day starts anew, and its readers lose the points of the day before', () => {
  const board = new PnlBoard();
  board.take('2020-03-09', open, 10);
  board.take('2020-03-09', open + minute, 20);
  const heard: unknown[] = [];
  board.feed.subscribe(
    (point) => heard.push(point),
    (key) => heard.push(key),
  );
  board.take('2020-03-10', open + 1440 * minute, 3);
  const first = { time: (open + 1440 * minute) / 1000, dayPnl: 3 };
  expect(heard).toEqual([open / 1000, open / 1000 + 60, first]);
  expect(board.feed.snapshot()).toEqual([first]);
});
