import { describe, expect, it } from 'vitest';

import { keptUp, kneeOf } from './knee.ts';

const stage = (offeredPerSecond: number, isKeptUp: boolean) => ({
  offeredPerSecond,
  keptUp: isKeptUp,
});

describe('the knee', () => {
  it.each([
    [
      'between the last rate kept up with and the first that was not',
      [true, true, false],
      200,
      300,
    ],
    ['below the first rate', [false, false, false], null, 100],
    ['beyond the last rate', [true, true, true], 300, null],
    ['before a lucky stage', [true, false, true], 100, 200],
  ])('is %s', (_where, kept, keptUpPerSecond, saturatedPerSecond) => {
    const stages = kept.map((each, index) => stage((index + 1) * 100, each));
    expect(kneeOf(stages)).toEqual({ keptUpPerSecond, saturatedPerSecond });
    expect(kneeOf(stages.toReversed())).toEqual({ keptUpPerSecond, saturatedPerSecond });
  });

  it('is nowhere without a stage', () => {
    expect(kneeOf([])).toEqual({ keptUpPerSecond: null, saturatedPerSecond: null });
  });
});

const latency = {
  count: 200,
  meanMs: 3,
  p50Ms: 2,
  p90Ms: 5,
  p99Ms: 9,
  p999Ms: 9,
  maxMs: 9,
};
const good = {
  offeredPerSecond: 100,
  achievedPerSecond: 99,
  seconds: 2,
  errors: 0,
  backlog: 3,
  latency,
};

describe('a stage', () => {
  it('is kept up with where all is done in time', () => {
    expect(keptUp(good)).toBe(true);
  });

  it.each([
    ['too little is done', { achievedPerSecond: 94 }],
    ['a queue is left', { backlog: 26 }],
    ['too much fails', { errors: 5 }],
    ['it takes too long', { latency: { ...latency, p90Ms: 251 } }],
    ['nothing ended', { latency: { ...latency, p90Ms: null } }],
  ])('is not where %s', (_what, given) => {
    expect(keptUp({ ...good, ...given })).toBe(false);
  });
});
