import { beforeEach, describe, expect, test } from 'vitest';

import type { Bar } from '#shared/domain/quote.ts';

import { spyInstrument as spy } from '../../../test/support/spy-instrument.ts';
import { BarBoard } from './bar-board.ts';

const bar = (time: number, close: number): Bar => ({
  time,
  open: 1,
  high: 9,
  low: 1,
  close,
  volume: 5,
});
const ignore = (): void => {};

let streams: Map<string, (bar: Bar) => void>;
let board: BarBoard;
beforeEach(() => {
  streams = new Map();
  board = new BarBoard((instrument, barSize, onBar) => {
    const key = `${instrument.instrumentId}/${barSize}`;
    if (streams.has(key)) throw new Error(`${key} was asked for twice.`);
    streams.set(key, onBar);
    return () => streams.delete(key);
  });
});

function tell(sent: Bar): void {
  for (const onBar of streams.values()) onBar(sent);
}

describe('the bar board', () => {
  test('asks the link once for any number of readers, and until the last has left', () => {
    const feed = board.open(spy, '1 min');
    expect(streams.size).toBe(0);
    const leaveFirst = feed.subscribe(ignore, ignore);
    const leaveSecond = board.open(spy, '1 min').subscribe(ignore, ignore);
    expect(streams.size).toBe(1);
    leaveFirst();
    leaveFirst();
    expect(streams.size).toBe(1);
    leaveSecond();
    expect(streams.size).toBe(0);
  });

  test('holds the newest of each bar for who comes later, and tells changes', () => {
    const heard: Bar[] = [];
    const feed = board.open(spy, '1 min');
    feed.subscribe((each) => heard.push(each), ignore);
    tell(bar(60, 2));
    tell(bar(60, 3));
    tell(bar(120, 4));
    expect(heard).toHaveLength(3);
    expect(board.open(spy, '1 min').snapshot()).toEqual([bar(60, 3), bar(120, 4)]);
    expect(board.open(spy, '1 hour').snapshot()).toEqual([]);
  });

  test('leaves a stream alone that was started anew after its own ended', () => {
    const leave = board.open(spy, '1 min').subscribe(ignore, ignore);
    leave();
    board.open(spy, '1 min').subscribe(ignore, ignore);
    leave();
    expect(streams.size).toBe(1);
  });

  test('asks again where the link refused the first time', () => {
    let refuses = true;
    const picky = new BarBoard(() => {
      if (refuses) throw new Error('no');
      return ignore;
    });
    expect(() => picky.open(spy, '1 min').subscribe(ignore, ignore)).toThrow('no');
    refuses = false;
    picky.open(spy, '1 min').subscribe(ignore, ignore);
  });
});
