import { describe, expect, it } from 'vitest';

import { compareRuns } from './load-comparison.ts';
import { loadRunExample, loadSummaryExample } from './load.fixture.ts';
import type { LoadRow } from './load.ts';

function row(runId: string, achievedPerSecond: number, given: Partial<LoadRow> = {}): LoadRow {
  return {
    ...loadRunExample,
    runId,
    state: 'completed',
    endedAt: null,
    reason: '',
    summary: { ...loadSummaryExample, achievedPerSecond },
    evidence: [],
    isBaseline: false,
    ...given,
  };
}

function achieved(run: LoadRow, baseline: LoadRow, all: LoadRow[]) {
  const { lines, peers } = compareRuns(run, baseline, all);
  return { peers, ...lines.find(({ figureId }) => figureId === 'achieved') };
}

const baseline = row('base', 100);
const repeats = [baseline, row('a', 110), row('b', 90)];

describe('a run beside its baseline', () => {
  it('is within the noise where repeated runs vary as much', () => {
    expect(achieved(row('new', 85), baseline, repeats)).toMatchObject({
      peers: 3,
      band: { low: 80, high: 120 },
      verdict: 'within-noise',
    });
  });

  it.each([
    [79, 'worse'],
    [121, 'better'],
  ])('that does %d a second is %s', (value, verdict) => {
    expect(achieved(row('new', value), baseline, repeats)).toMatchObject({ verdict });
  });

  it('does not widen the band by itself', () => {
    const run = row('new', 10);
    expect(achieved(run, baseline, [...repeats, run])).toMatchObject({
      peers: 3,
      band: { low: 80, high: 120 },
    });
  });

  it('has a fifth of noise assumed while too few runs were repeated', () => {
    expect(achieved(row('new', 79), baseline, [baseline])).toMatchObject({
      peers: 1,
      band: { low: 80, high: 120 },
      verdict: 'worse',
    });
  });

  it.each<[string, Partial<LoadRow>]>([
    ['another version', { version: '9.9.9' }],
    ['a run that was stopped', { state: 'stopped' }],
    ['another scenario', { scenario: { ...loadRunExample.scenario, streams: 2 } }],
    ['another machine', { environment: { ...loadRunExample.environment, processor: 'Other' } }],
  ])('takes no noise from %s', (_what, given) => {
    const all = [...repeats, row('c', 1000, given)];
    expect(achieved(row('new', 85), baseline, all).peers).toBe(3);
  });

  it('has a band no narrower than clocks are good', () => {
    const same = [baseline, row('a', 100), row('b', 100)];
    expect(achieved(row('new', 96), baseline, same)).toMatchObject({
      band: { low: 95, high: 105 },
      verdict: 'within-noise',
    });
  });

  it('says of lower latency that it is better, and nothing of what was not measured', () => {
    const [kind] = loadSummaryExample.kinds;
    if (kind === undefined) throw new Error('The example has no kind.');
    const quick = { ...kind, latency: { ...kind.latency, meanMs: 1 } };
    const run = row('new', 100, { summary: { ...loadSummaryExample, kinds: [quick] } });
    const { lines } = compareRuns(run, baseline, repeats);
    expect(lines.find(({ figureId }) => figureId === 'order-mean')?.verdict).toBe('better');
    expect(lines.find(({ figureId }) => figureId === 'quote-mean')).toBeUndefined();
  });
});
