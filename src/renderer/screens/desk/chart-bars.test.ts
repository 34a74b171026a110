import { describe, expect, it } from 'vitest';

import type { Execution } from '#shared/domain/execution.ts';
import type { Bar } from '#shared/domain/quote.ts';

import { fillMarks, mergeBars } from './chart-bars.ts';

const open = Date.UTC(2020, 2, 9, 13, 30) / 1_000;
const bar = (minutes: number, close = 100): Bar => ({
  time: open + minutes * 60,
  open: 100,
  high: 101,
  low: 99,
  close,
  volume: 1,
});

const fill = (seconds: number, change: Partial<Execution> = {}): Execution => ({
  execId: `e${seconds}`,
  orderRef: '01J',
  permId: 1,
  accountId: 'DU1',
  instrumentId: 7,
  displaySymbol: 'SPY',
  side: 'BUY',
  quantity: 100,
  price: 100,
  executedAt: new Date((open + seconds) * 1_000).toISOString(),
  commissionMicros: null,
  commissionCurrency: null,
  brokerRealizedPnlMicros: null,
  ...change,
});

describe('merging bars', () => {
  it('puts history and live bars in order, the later word winning', () => {
    const merged = mergeBars([bar(5), bar(0)], [bar(5, 104), bar(10)]);
    expect(merged.map(({ time, close }) => [(time - open) / 60, close])).toEqual([
      [0, 100],
      [5, 104],
      [10, 100],
    ]);
  });
});

describe('marks of fills', () => {
  const bars = [bar(0), bar(5), bar(15)];

  it('stand on the bar the fill fell in, added up by side', () => {
    const marks = fillMarks(
      [fill(10), fill(299), fill(300), fill(301, { execId: 's', side: 'SELL', quantity: 40 })],
      7,
      bars,
      '5 mins',
    );
    expect(marks).toEqual([
      { time: open, side: 'BUY', quantity: 200 },
      { time: open + 300, side: 'BUY', quantity: 100 },
      { time: open + 300, side: 'SELL', quantity: 40 },
    ]);
  });

  it('are left out where the chart has no bar, and for other instruments', () => {
    const outside = [fill(-1), fill(700), fill(15 * 60 + 300), fill(10, { instrumentId: 8 })];
    expect(fillMarks(outside, 7, bars, '5 mins')).toEqual([]);
    expect(fillMarks([fill(10)], 7, [], '5 mins')).toEqual([]);
  });
});
