import { expect, test } from 'vitest';

import { VirtualClock } from '../../test/support/virtual-clock.ts';
import { SettableClock } from './settable-clock.ts';

test('a clock that is put forward is later by so much, and runs on', () => {
  const base = new VirtualClock(1_000_000);
  const clock = new SettableClock(base);
  clock.putForward(300_000);
  clock.putForward(1);
  base.advance(500);
  expect(clock.now()).toBe(1_300_501);
  expect(clock.elapsed()).toBe(300_501);
});

test('durations and timers do not leap with it', () => {
  const base = new VirtualClock();
  const clock = new SettableClock(base);
  const ran: string[] = [];
  clock.after(1_000, () => ran.push('after'));
  clock.every(600, () => ran.push('every'));
  clock.putForward(3_600_000);
  expect(clock.monotonic()).toBe(0);
  expect(ran).toEqual([]);
  base.advance(1_000);
  expect(ran).toEqual(['every', 'after']);
});

test.each([0, -1, Number.NaN])('a clock is not put forward by %d ms', (ms) => {
  expect(() => new SettableClock(new VirtualClock()).putForward(ms)).toThrow(RangeError);
});
