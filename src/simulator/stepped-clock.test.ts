import { describe, expect, it } from 'vitest';

import { SteppedClock } from './stepped-clock.ts';

describe('a clock that is stepped', () => {
  it('does what is due in its order, those of one moment as they were asked for', () => {
    const clock = new SteppedClock(1000);
    const done: string[] = [];
    clock.after(20, () => done.push(`late at ${clock.now()}`));
    clock.after(10, () => done.push(`first at ${clock.monotonic()}`));
    clock.after(10, () => done.push('second'));
    while (clock.step());
    expect(done).toEqual(['first at 10', 'second', 'late at 1020']);
  });

  it('repeats until it is cancelled, also from within', () => {
    const clock = new SteppedClock(0);
    let count = 0;
    const timer = clock.every(5, () => {
      count += 1;
      if (count === 3) timer.cancel();
    });
    clock.after(100, () => {}).cancel();
    while (clock.step());
    expect([count, clock.now()]).toEqual([3, 15]);
    expect(() => clock.every(0, () => {})).toThrow('would never end');
  });
});
