import { expect, test } from 'vitest';

import type { Clock } from '#shared/domain/ports.ts';

import { watchEventLoop } from './event-loop-watch.ts';

/** A clock whose one timer is called by hand, as late as the test likes. */
function lateClock(): { clock: Clock; tick(afterMs: number): void; isRunning(): boolean } {
  let now = 5000;
  let tick: (() => void) | null = null;
  return {
    clock: {
      now: () => now,
      monotonic: () => now,
      after: () => ({ cancel: () => {} }),
      every(_periodMs, task) {
        tick = task;
        return { cancel: () => (tick = null) };
      },
    },
    tick(afterMs) {
      now += afterMs;
      tick?.();
    },
    isRunning: () => tick !== null,
  };
}

test('the longest delay of the last minute, and of that minute alone', () => {
  const { clock, tick } = lateClock();
  const watch = watchEventLoop(clock);
  expect(watch.longestDelayMs()).toBe(0);
  tick(1040);
  expect(watch.longestDelayMs()).toBe(40);
  tick(1003);
  expect(watch.longestDelayMs()).toBe(40);
  for (let second = 0; second < 58; second += 1) tick(1001);
  expect(watch.longestDelayMs()).toBe(40);
  tick(1001);
  expect(watch.longestDelayMs()).toBe(3);
});

test('a timer that comes early is no delay', () => {
  const { clock, tick } = lateClock();
  const watch = watchEventLoop(clock);
  tick(999);
  expect(watch.longestDelayMs()).toBe(0);
});

test('stops', () => {
  const { clock, isRunning } = lateClock();
  const watch = watchEventLoop(clock);
  expect(isRunning()).toBe(true);
  watch.stop();
  expect(isRunning()).toBe(false);
});
