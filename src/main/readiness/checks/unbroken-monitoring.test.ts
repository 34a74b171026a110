import { describe, expect, it } from 'vitest';

import { monitorGroupSchema, type MonitorLooks } from '#shared/domain/monitor-looks.ts';

import { brokenMonitoring, watchedFrom, watchOf } from './unbroken-monitoring.ts';

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
    all.map((each) => watchOf(each, span)),
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
