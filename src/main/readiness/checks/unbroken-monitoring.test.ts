import { describe, expect, it } from 'vitest';

import { monitorGroupSchema, type MonitorLooks } from '#shared/domain/monitor-looks.ts';

import { brokenMonitoring, watchedFrom, watchedOver } from './unbroken-monitoring.ts';

const span = { from: 1_000_000, to: 1_130_000 };
const everySecond = Array.from({ length: 130 }, (_, nth) => span.from + 500 + nth * 1_000);
const groupOf = (
  looks: readonly number[],
  group: MonitorLooks['group'] = 'loss',
): MonitorLooks => ({
  group,
  monitors: ['daily-loss'],
  looks: [...looks],
});
const allWith = (looks: readonly number[]): MonitorLooks[] =>
  monitorGroupSchema.options.map((group) => groupOf(looks, group));
const lossWith = (looks: readonly number[]): MonitorLooks[] =>
  monitorGroupSchema.options.map((group) => groupOf(group === 'loss' ? looks : everySecond, group));

function saidOf(groups: readonly MonitorLooks[]): string[] {
  return brokenMonitoring(groups, watchedOver(groups, span));
}

describe('monitoring', () => {
  it.each<[string, MonitorLooks[], string[]]>([
    ['is unbroken with a look every second', allWith(everySecond), []],
    ['bears looks that come late', allWith(everySecond.toSpliced(20, 4)), []],
    [
      'is unbroken for a minute beside a time in which the process had no turn',
      allWith(everySecond.toSpliced(20, 12)),
      [],
    ],
    [
      'is broken where there is no minute between two such times',
      allWith(everySecond.toSpliced(90, 10).toSpliced(40, 10)),
      ['The monitors looked without a break for 39 s at the longest; it must be 60 s.'],
    ],
    [
      'is broken where one group did not look and the others did',
      lossWith(everySecond.toSpliced(20, 10)),
      ['Some monitors did not look for 9000 ms while others did.'],
    ],
    [
      'is thin where somebody looks every other second',
      lossWith(everySecond.filter((_at, nth) => nth % 2 === 0)),
      ['The monitors of loss looked in 65 of 130 seconds.'],
    ],
    [
      'is none where a group never looked',
      lossWith([]),
      [
        'The monitors looked without a break for 0 s at the longest; it must be 60 s.',
        'Some monitors did not look for 129000 ms while others did.',
      ],
    ],
    [
      'is not known of a group that nobody tells of',
      allWith(everySecond).slice(1),
      ['Nobody says when the monitors of link looked.'],
    ],
    [
      'is none of a group without monitors',
      allWith(everySecond).with(0, { ...groupOf(everySecond, 'link'), monitors: [] }),
      ['There is no monitor of link.'],
    ],
  ])('%s', (_what, groups, said) => {
    expect(saidOf(groups)).toEqual(said);
  });

  it('is measured by its longest stretch, and the longest gap is told', () => {
    expect(watchedOver(allWith(everySecond.toSpliced(20, 12)), span)).toMatchObject({
      stretch: { from: span.from + 32_500, to: span.to },
      behindMs: 0,
      longestGapMs: 13_000,
    });
    expect(watchedOver([], span)).toEqual({
      stretch: null,
      groups: [],
      behindMs: null,
      longestGapMs: null,
    });
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
