import { describe, expect, it } from 'vitest';

import type { CheckRun, Figure } from '#shared/domain/readiness.ts';

import { checkHistory, flakyChecks } from './check-history.ts';
import { compareAttempts } from './compare-attempts.ts';
import { attempt, run } from './report/facts-of-attempt.fixture.ts';

const figure = (value: number | null, compare: 'at-most' | 'at-least' | 'exactly'): Figure => ({
  figureId: 'f',
  title: 'Latency',
  value,
  unit: 'ms',
  threshold: { compare, value: 10 },
});

const outcome = (before: CheckRun[], after: CheckRun[]): unknown[] =>
  compareAttempts(before, after, new Set()).map((each) => [each.checkId, each.outcome]);

describe('two attempts side by side', () => {
  it.each<[CheckRun['result'], CheckRun['result'], string]>([
    ['passed', 'passed', 'same'],
    ['passed', 'failed', 'worse'],
    ['passed', 'skipped', 'worse'],
    ['failed', 'skipped', 'better'],
    ['failed', 'passed', 'better'],
  ])('%s, then %s, is %s', (before, after, expected) => {
    expect(outcome([run('a', { result: before })], [run('a', { result: after })])).toEqual([
      ['a', expected],
    ]);
  });

  it('say what is new and what is gone', () => {
    expect(outcome([run('old')], [run('new')])).toEqual([
      ['new', 'new'],
      ['old', 'gone'],
    ]);
  });

  it.each([
    [1000, 1400, false],
    [1000, 1501, true],
    [10, 400, false],
    [10, 511, true],
  ])('took %d ms, then %d ms: slower is %s', (before, after, slower) => {
    const [compared] = compareAttempts(
      [run('a', { durationMs: before })],
      [run('a', { durationMs: after })],
      new Set(),
    );
    expect(compared?.slower).toBe(slower);
  });

  it.each<[Figure, Figure, boolean]>([
    [figure(5, 'at-most'), figure(6, 'at-most'), false],
    [figure(5, 'at-most'), figure(6.1, 'at-most'), true],
    [figure(5, 'at-most'), figure(4, 'at-most'), false],
    [figure(20, 'at-least'), figure(15, 'at-least'), true],
    [figure(20, 'at-least'), figure(25, 'at-least'), false],
    [figure(10, 'exactly'), figure(11, 'exactly'), true],
    [figure(11, 'exactly'), figure(12, 'exactly'), false],
    [figure(5, 'at-most'), figure(null, 'at-most'), true],
    [
      { ...figure(5, 'at-most'), threshold: null },
      { ...figure(9, 'at-most'), threshold: null },
      false,
    ],
  ])('a figure from %j to %j: worse is %s', (before, after, isWorse) => {
    const [compared] = compareAttempts(
      [run('a', { figures: [before] })],
      [run('a', { figures: [after] })],
      new Set(),
    );
    expect(compared?.figures.length === 1).toBe(isWorse);
  });
});

describe('the history of a check', () => {
  const other = { ...attempt.configuration, limitsHash: '9'.repeat(64) };
  const record = (...attempts: [Partial<typeof attempt>, CheckRun[]][]) =>
    new Map(
      attempts.map(([given, runs], at) => {
        const attemptId = `att-${at}`;
        return [attemptId, { attempt: { ...attempt, ...given, attemptId }, runs }];
      }),
    );

  it('has every run of it, oldest first', () => {
    const runs = record([{}, [run('a'), run('b')]], [{}, [run('a', { result: 'failed' })]]);
    expect(checkHistory(runs, 'a').map((each) => [each.attemptId, each.run.result])).toEqual([
      ['att-0', 'passed'],
      ['att-1', 'failed'],
    ]);
  });

  it('calls flaky what passed and failed under one configuration, and nothing else', () => {
    const passed = run('a');
    const failed = run('a', { result: 'failed' });
    expect(flakyChecks(record([{}, [passed]], [{}, [failed]]))).toEqual(new Set(['a']));
    expect(flakyChecks(record([{}, [passed]], [{ configuration: other }, [failed]]))).toEqual(
      new Set(),
    );
    expect(flakyChecks(record([{}, [passed]], [{}, [passed]]))).toEqual(new Set());
  });
});
