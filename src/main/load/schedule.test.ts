import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Schedule } from './schedule.ts';

const stage = (seconds: number, quotesPerSecond: number, ordersPerSecond: number) => ({
  title: 'stage',
  seconds,
  quotesPerSecond,
  ordersPerSecond,
});
const plan = (stages: ReturnType<typeof stage>[], given = {}) => ({
  stages,
  streams: 4,
  aligned: false,
  fillShare: 0,
  ...given,
});

describe('a schedule', () => {
  it('spreads operations evenly over a stage, streams in turns', () => {
    const due = new Schedule(plan([stage(1, 0, 5)])).take(2000);
    expect(due.map(({ dueMs, stream }) => [dueMs, stream])).toEqual([
      [0, 0],
      [200, 1],
      [400, 2],
      [600, 3],
      [800, 0],
    ]);
  });

  it('has aligned streams due together', () => {
    const due = new Schedule(plan([stage(1, 0, 8)], { aligned: true })).take(2000);
    expect(due.map(({ dueMs }) => dueMs)).toEqual([0, 0, 0, 0, 500, 500, 500, 500]);
  });

  it('goes on with the next stage at its rate', () => {
    const due = new Schedule(plan([stage(1, 2, 0), stage(1, 0, 2)])).take(5000);
    expect(due.map(({ kind, dueMs, stage: of }) => [kind, dueMs, of])).toEqual([
      ['quote', 0, 0],
      ['quote', 500, 0],
      ['order', 1000, 1],
      ['order', 1500, 1],
    ]);
  });

  it('gives nothing of a stage that is not to be begun', () => {
    const schedule = new Schedule(plan([stage(1, 2, 2), stage(1, 2, 2)]));
    expect(schedule.take(5000, 1).every(({ stage: of }) => of === 0)).toBe(true);
  });

  it('fills the share it is asked for', () => {
    const due = new Schedule(plan([stage(1, 0, 100)], { fillShare: 0.2 })).take(1000);
    expect(due.filter(({ fills }) => fills)).toHaveLength(20);
  });

  it('gives every operation once, in order and none before it is due, however it is asked', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc
            .tuple(
              fc.integer({ min: 1, max: 3 }),
              fc.integer({ min: 0, max: 50 }),
              fc.integer({ min: 0, max: 50 }),
            )
            .map(([seconds, quotes, orders]) => stage(seconds, quotes, orders)),
          { minLength: 1, maxLength: 4 },
        ),
        fc.boolean(),
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }),
        (stages, aligned, steps) => {
          const schedule = new Schedule(plan(stages, { aligned }));
          const taken = [];
          let now = 0;
          for (let i = 0; now <= schedule.durationMs; i += 1) {
            now += steps[i % steps.length] ?? 1;
            const due = schedule.take(now);
            expect(due.every(({ dueMs }) => dueMs <= now)).toBe(true);
            taken.push(...due);
          }
          const total = stages.reduce(
            (sum, { seconds, quotesPerSecond, ordersPerSecond }) =>
              sum + seconds * (quotesPerSecond + ordersPerSecond),
            0,
          );
          expect(taken).toHaveLength(total);
          const times = taken.map(({ dueMs }) => dueMs);
          expect(times).toEqual(times.toSorted((a, b) => a - b));
          expect(taken).toEqual(new Schedule(plan(stages, { aligned })).take(schedule.durationMs));
        },
      ),
    );
  });
});
