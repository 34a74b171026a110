import { describe, expect, it } from 'vitest';

import { pnlMinutes, pnlRange } from './pnl-line.ts';

describe('the minutes of a P&L', () => {
  it('are none before the first point', () => expect(pnlMinutes([])).toEqual([]));

  it('stand in order, and a minute without a point is empty', () => {
    expect(
      pnlMinutes([
        { time: 240, dayPnl: -3 },
        { time: 60, dayPnl: 1 },
        { time: 120, dayPnl: 2 },
      ]),
    ).toEqual([
      { time: 60, dayPnl: 1 },
      { time: 120, dayPnl: 2 },
      { time: 180, dayPnl: null },
      { time: 240, dayPnl: -3 },
    ]);
  });
});

describe('the range of the chart', () => {
  const minute = (dayPnl: number | null) => ({ time: 60, dayPnl });

  it('always has nothing and the loss line in it, so that a small loss looks small', () => {
    expect(pnlRange([minute(-10)], -5000)).toEqual({ lowest: -5250, highest: 250 });
    expect(pnlRange([], -5000)).toEqual({ lowest: -5250, highest: 250 });
  });

  it('goes as far as the P&L went', () => {
    expect(pnlRange([minute(5000), minute(null), minute(-15_000)], -5000)).toEqual({
      lowest: -16_000,
      highest: 6000,
    });
  });
});
