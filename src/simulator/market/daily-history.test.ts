import { describe, expect, it } from 'vitest';

import { followerHistory, recordedHistory, scaledHistory } from './daily-history.ts';
import { TradingCalendar } from './trading-calendar.ts';

const bar = (
  date: string,
  close: number,
): { date: string; open: number; high: number; low: number; close: number; volume: number } => ({
  date,
  open: close - 1,
  high: close + 2,
  low: close - 2,
  close,
  volume: 10,
});
const bars = [bar('2020-03-05', 100), bar('2020-03-06', 110), bar('2020-03-10', 120)];
const calendar = new TradingCalendar(['2020-03-05', '2020-03-06', '2020-03-09', '2020-03-10']);
const recorded = recordedHistory(bars, calendar);

describe('a recorded history', () => {
  it('is the record on its own days', () => {
    expect([0, 1, 3].map((day) => recorded.barAt(day).close)).toEqual([100, 110, 120]);
  });

  it('stands still on a day that it lacks', () => {
    expect(recorded.barAt(2)).toEqual({ open: 110, high: 110, low: 110, close: 110, volume: 0 });
  });

  it('begins again after its end where it ended', () => {
    expect(recorded.barAt(4).close).toBeCloseTo(110 * 1.2);
    expect(recorded.barAt(5).close).toBeCloseTo(120 * 1.2);
    expect(recorded.barAt(6).close).toBeCloseTo(110 * 1.44);
  });

  it('ended before its beginning where it begins', () => {
    expect(recorded.barAt(-1).close).toBeCloseTo(100);
    expect(recorded.barAt(-2).close).toBeCloseTo(110 / 1.2);
  });

  it('scales to a share of itself', () => {
    expect(scaledHistory(recorded, 0.1, 1000).barAt(1).close).toBeCloseTo(11);
  });
});

describe('a follower', () => {
  const model = { basePrice: 50, beta: 1.5, dailyVolatility: 0.01, averageDailyVolume: 1e6 };
  const follow = (seed: number): ReturnType<typeof followerHistory> =>
    followerHistory(model, recorded, 1, seed, 'ABC');

  it('closes at its base price on the day before the anchor', () => {
    expect(follow(1).barAt(0).close).toBeCloseTo(50, 6);
  });

  it('moves with the index by beta, give or take its own noise', () => {
    const moved = Math.log(follow(1).barAt(1).close / 50);
    expect(Math.abs(moved - 1.5 * Math.log(1.1))).toBeLessThan(0.05);
  });

  it('is one and the same for a seed, whichever day is asked for first', () => {
    const ahead = follow(3);
    const behind = follow(3);
    const days = [900, 3, -700, 0, 512, 511];
    const first = days.map((day) => ahead.barAt(day));
    const second = days
      .toReversed()
      .map((day) => behind.barAt(day))
      .toReversed();
    expect(first).toEqual(second);
    expect(follow(4).barAt(900)).not.toEqual(ahead.barAt(900));
  });

  it('always has its high on top and its low at the bottom', () => {
    const follower = follow(5);
    for (let day = -300; day < 300; day += 1) {
      const { open, high, low, close } = follower.barAt(day);
      expect(high).toBeGreaterThanOrEqual(Math.max(open, close));
      expect(low).toBeLessThanOrEqual(Math.min(open, close));
      expect(low).toBeGreaterThan(0);
    }
  });
});
