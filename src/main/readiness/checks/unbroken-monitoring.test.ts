import { describe, expect, it } from 'vitest';

import { monitorGroupSchema, type MonitorLooks } from '#shared/domain/monitor-looks.ts';

import {
  brokenMonitoring,
  loadSpan,
  spansWithout,
  watchedFrom,
  watchOf,
} from './unbroken-monitoring.ts';

const span = { from: 1_000_000, to: 1_060_000 };
const everySecond = Array.from({ length: 60 }, (_, nth) => span.from + 500 + nth * 1_000);
const groupOf = (looks: readonly number[]): MonitorLooks => ({
  group: 'loss',
  monitors: ['daily-loss'],
  looks: [...looks],
});
const others: MonitorLooks[] = monitorGroupSchema.options
  .filter((group) => group !== 'loss')
  .map((group) => ({ ...groupOf(everySecond), group }));

function saidOf(...groups: MonitorLooks[]): string[] {
  const all = [...others, ...groups];
  return brokenMonitoring(
    all,
    all.map((each) => watchOf(each, [span])),
  );
}

describe('monitoring', () => {
  it.each<[string, readonly number[], string[]]>([
    ['is unbroken with a look every second', everySecond, []],
    ['bears a look that comes late', everySecond.toSpliced(20, 4), []],
    [
      'is broken where nobody looked for more than five seconds',
      everySecond.toSpliced(20, 5),
      ['The monitors of loss did not look for 6000 ms; at most 5000 ms are allowed.'],
    ],
    [
      'is broken where the last look was too long ago',
      everySecond.slice(0, -6),
      ['The monitors of loss did not look for 6500 ms; at most 5000 ms are allowed.'],
    ],
    [
      'is broken where the first one came too late',
      everySecond.slice(6),
      ['The monitors of loss did not look for 6500 ms; at most 5000 ms are allowed.'],
    ],
    [
      'is thin where somebody looks every other second',
      everySecond.filter((_at, nth) => nth % 2 === 0),
      ['The monitors of loss looked in 30 of 60 seconds.'],
    ],
    [
      'is none where nobody looked',
      [],
      [
        'The monitors of loss did not look for 60000 ms; at most 5000 ms are allowed.',
        'The monitors of loss looked in 0 of 60 seconds.',
      ],
    ],
  ])('%s', (_what, looks, said) => {
    expect(saidOf(groupOf(looks))).toEqual(said);
  });

  it('says which group is not told of, or has no monitors', () => {
    expect(saidOf()).toEqual(['Nobody says when the monitors of loss looked.']);
    expect(saidOf({ ...groupOf(everySecond), monitors: [] })).toEqual([
      'There is no monitor of loss.',
    ]);
  });

  it('is judged in spans, and not between them', () => {
    const halves = spansWithout(span, [{ from: span.from + 20_000, to: span.from + 30_000 }]);
    expect(halves).toEqual([
      { from: span.from, to: span.from + 20_000 },
      { from: span.from + 30_000, to: span.to },
    ]);
    expect(watchOf(groupOf(everySecond.toSpliced(20, 10)), halves)).toEqual({
      group: 'loss',
      looks: 50,
      longestGapMs: 1_000,
      secondsWithLook: 50,
      secondsInAll: 50,
    });
    expect(watchOf(groupOf(everySecond.toSpliced(19, 12)), halves).longestGapMs).toBe(1_500);
  });

  it.each([
    ['before', -9_000, -1_000, [span]],
    ['over the beginning of', -9_000, 5_000, [{ from: span.from + 5_000, to: span.to }]],
    ['over all of', -9_000, 99_000, []],
  ])('loses what is %s it', (_what, from, to, left) => {
    expect(spansWithout(span, [{ from: span.from + from, to: span.from + to }])).toEqual(left);
  });

  it('leaves out phase 4, from its first check to its last', () => {
    const run = (phase: 3 | 4, second: number, durationMs: number) => ({
      phase,
      beganAt: new Date(second * 1_000).toISOString(),
      durationMs,
    });
    expect(loadSpan([run(3, 1, 500), run(4, 2, 900), run(4, 5, 4_000)])).toEqual([
      { from: 2_000, to: 9_000 },
    ]);
    expect(loadSpan([run(3, 1, 500)])).toEqual([]);
  });

  it('counts from the attempt, or from where every group remembers', () => {
    const from = (beganAt: number, ...looks: (readonly number[])[]): number =>
      watchedFrom(
        looks.map((each) => groupOf(each)),
        beganAt,
        span.to,
      );
    expect(from(span.from + 9_000, everySecond)).toBe(span.from + 9_000);
    expect(from(span.from, everySecond, everySecond.slice(3))).toBe(span.from + 3_500);
    expect(from(span.from, everySecond, [])).toBe(span.from + 500);
    expect(from(span.from, [])).toBe(span.to);
  });
});
