import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../test/support/virtual-clock.ts';
import { MarketTime } from './market/market-time.ts';
import { sessionMs } from './market/trading-calendar.ts';
import { TickPulse } from './tick-pulse.ts';

function pulseAt(
  start: number,
  speed: number,
  quoteRate: number,
): { clock: VirtualClock; time: MarketTime; ticks: number[]; pulse: TickPulse } {
  const clock = new VirtualClock();
  const time = new MarketTime(clock, start, speed);
  const ticks: number[] = [];
  const pulse = new TickPulse(
    clock,
    time,
    quoteRate,
    (_from, to) => ticks.push(to),
    (work) => work(),
  );
  return { clock, time, ticks, pulse };
}

describe('the beat of the market', () => {
  it('ticks at even steps of simulated time', () => {
    const { clock, ticks } = pulseAt(0, 60, 4);
    clock.advance(1000);
    expect(ticks).toEqual([15_000, 30_000, 45_000, 60_000]);
  });

  it('gives the same ticks however late its timer is', () => {
    const even = pulseAt(0, 7, 4);
    even.clock.advance(1500);
    const late = pulseAt(0, 7, 4);
    late.pulse.stop();
    late.clock.advance(1500);
    late.pulse.beat();
    expect(late.ticks).toEqual(even.ticks);
  });

  it('never gives a tick twice, even at rates finer than a millisecond', () => {
    const { clock, ticks } = pulseAt(5077 * sessionMs, 1, 3000);
    clock.advance(1000);
    expect(ticks.length).toBeGreaterThan(2980);
    expect(new Set(ticks).size).toBe(ticks.length);
  });

  it('makes every open a tick', () => {
    const { clock, ticks } = pulseAt(sessionMs - 10_000, 7, 4);
    clock.advance(3000);
    expect(ticks).toContain(sessionMs);
  });

  it('leaps over what it slept through', () => {
    const { clock, ticks, pulse } = pulseAt(0, 1, 4);
    pulse.stop();
    clock.advance(60_000);
    pulse.beat();
    expect(ticks).toEqual([60_000]);
  });

  it('goes on from where it is when the speed changes', () => {
    const { clock, time, ticks } = pulseAt(0, 1, 4);
    clock.advance(500);
    time.setSpeed(100);
    clock.advance(500);
    expect(ticks).toEqual([250, 500, 25_500, 50_500]);
  });
});
