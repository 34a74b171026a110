import { describe, expect, it } from 'vitest';

import type { CheckRun } from '#shared/domain/readiness.ts';

import { attempt, run } from './facts-of-attempt.fixture.ts';
import { recommendationsOf } from './recommendations.ts';

const figure = (value: number, figureId = 'latency') => ({
  figureId,
  title: 'Latency',
  value,
  unit: 'ms',
  threshold: { compare: 'at-most' as const, value: 10 },
});
const waiver = {
  waiverId: 'w1',
  checkId: 'a',
  owner: 'The desk',
  reason: 'Known.',
  compensatingControl: 'Watched by hand.',
  expiresAt: '2026-02-01T00:00:00.000Z',
  proposedBy: 'tester',
  approvedBy: 'officer',
  approvedAt: '2026-01-01T00:00:00.000Z',
  expired: false,
};
const before = (given: Partial<CheckRun>) => ({ attempt, runs: [run('a', given)] });
const of = (runs: readonly CheckRun[], earlier: ReturnType<typeof before>[] = []) =>
  recommendationsOf({ runs, earlier, waivers: [] });

describe('recommendations', () => {
  it.each<[string, Partial<CheckRun>, RegExp]>([
    ['a check that failed', { result: 'failed', sentence: 'It leaks.' }, /Mend it.*It leaks\./],
    ['a check that was skipped', { result: 'skipped', sentence: 'Closed.' }, /Run it where/],
    ['a figure close to its threshold', { figures: [figure(8)] }, /8 ms .* at most 10 ms: 80 %/],
  ])('for %s', (_what, given, expected) => {
    const found = of([run('a', given)]);
    expect(found).toHaveLength(1);
    expect(found[0]?.sentence).toMatch(expected);
  });

  it.each<[string, Partial<CheckRun>]>([
    ['a figure with room', { figures: [figure(7.9)] }],
    ['a figure that informs', { figures: [{ ...figure(12), threshold: null }] }],
    [
      'a score that is nearly full',
      {
        figures: [
          {
            ...figure(99.9),
            unit: 'points',
            threshold: { compare: 'at-least' as const, value: 90 },
          },
        ],
      },
    ],
    ['a count of what must be there', { figures: [{ ...figure(10), unit: '' }] }],
  ])('none for %s', (_what, given) => {
    expect(of([run('a', given)])).toEqual([]);
  });

  it('for a check that took half as long again as in the latest attempt in which it passed', () => {
    const earlier = [before({ durationMs: 100 }), before({ durationMs: 2_000 })];
    const [found] = of([run('a', { durationMs: 3_100 })], earlier);
    expect(found?.reason).toBe('slower');
    expect(found?.sentence).toContain('took 3.1 s and 2.0 s in the attempt before');
    expect(of([run('a', { durationMs: 2_900 })], earlier)).toEqual([]);
  });

  it('for a check that failed before', () => {
    const [found] = of([run('a')], [before({ result: 'failed' })]);
    expect(found?.reason).toBe('flaky');
    expect(found?.sentence).toContain('failed in 1 of 1 earlier attempts');
  });

  it('for a gap that is waived, with who answers for it and until when', () => {
    const runs = [run('a', { result: 'skipped' })];
    const found = recommendationsOf({ runs, earlier: [], waivers: [waiver] });
    expect(found.map(({ reason }) => reason)).toEqual(['skipped', 'waived']);
    expect(found[1]?.sentence).toMatch(/before 2026-02-01.*The desk.*Watched by hand\./);
    const over = recommendationsOf({ runs, earlier: [], waivers: [{ ...waiver, expired: true }] });
    expect(over.map(({ reason }) => reason)).toEqual(['skipped']);
  });

  it('the most pressing first: what failed, what was skipped, then what is nearest to its threshold', () => {
    const found = of([
      run('a', { figures: [figure(8, 'far'), figure(9.5, 'near')] }),
      run('b', { result: 'skipped' }),
      run('c', { result: 'failed' }),
    ]);
    expect(found.map(({ checkId, figureId }) => figureId ?? checkId)).toEqual([
      'c',
      'b',
      'near',
      'far',
    ]);
  });
});
