import { describe, expect, it } from 'vitest';

import { VirtualClock } from './virtual-clock.ts';

describe('the virtual clock', () => {
  it('runs tasks in the order they fall due, and those of one moment in the order asked', () => {
    const clock = new VirtualClock(1_000);
    const seen: string[] = [];
    clock.after(20, () => seen.push(`late ${clock.now()}`));
    clock.after(10, () => seen.push(`first ${clock.now()}`));
    clock.after(10, () => seen.push(`second ${clock.monotonic()}`));
    clock.advance(20);
    expect(seen).toEqual(['first 1010', 'second 10', 'late 1020']);
    expect(clock.pendingCount).toBe(0);
  });

  it('repeats until cancelled, and a task may ask for another within the same advance', () => {
    const clock = new VirtualClock();
    let ticks = 0;
    const timer = clock.every(10, () => {
      ticks += 1;
      if (ticks === 3) timer.cancel();
    });
    let chained = 0;
    clock.after(5, () => clock.after(5, () => (chained = clock.monotonic())));
    clock.advance(100);
    expect(ticks).toBe(3);
    expect(chained).toBe(10);
  });

  it('lets the wall clock jump without touching durations', () => {
    const clock = new VirtualClock(0);
    clock.advance(50);
    clock.jumpTo(9_000);
    expect(clock.now()).toBe(9_000);
    expect(clock.monotonic()).toBe(50);
    clock.advance(1);
    expect(clock.now()).toBe(9_001);
  });

  it('lets awaiting code run between tasks', async () => {
    const clock = new VirtualClock();
    const steps: number[] = [];
    const wait = (ms: number): Promise<void> =>
      new Promise((resolve) => {
        clock.after(ms, resolve);
      });
    const work = (async () => {
      await wait(10);
      steps.push(clock.monotonic());
      await wait(10);
      steps.push(clock.monotonic());
    })();
    await clock.advanceAsync(20);
    await work;
    expect(steps).toEqual([10, 20]);
  });

  it('keeps the order of many tasks, some of them cancelled', () => {
    const clock = new VirtualClock();
    const seen: number[] = [];
    const timers = Array.from({ length: 200 }, (_, index) =>
      clock.after((index * 37) % 101, () => seen.push((index * 37) % 101)),
    );
    for (const timer of timers.filter((_, index) => index % 3 === 0)) timer.cancel();
    expect(clock.pendingCount).toBe(133);
    clock.advance(200);
    expect(seen).toHaveLength(133);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(clock.pendingCount).toBe(0);
  });

  it('runs one task at a time when stepped, and moves on where there is none', async () => {
    const clock = new VirtualClock();
    const seen: number[] = [];
    clock.after(10, () => seen.push(clock.monotonic()));
    clock.after(30, () => seen.push(clock.monotonic()));
    expect(await clock.stepAsync(20)).toBe(true);
    expect(seen).toEqual([10]);
    expect(await clock.stepAsync(20)).toBe(false);
    expect(clock.monotonic()).toBe(20);
    expect(await clock.stepAsync(40)).toBe(true);
    expect(seen).toEqual([10, 30]);
  });
});
