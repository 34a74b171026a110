import { describe, expect, it } from 'vitest';

import { loadSummaryExample as summary } from '#shared/domain/load.fixture.ts';

import { run } from './facts-of-attempt.fixture.ts';
import { measuredLoads } from './load-evidence.ts';
import { bySteps } from './sections/load-section.ts';

const files: Record<string, string> = {
  'a.mixed-1-summary.json': JSON.stringify(summary),
  'a.mixed-1-samples.csv': 'atMs,orderP99Ms\r\n500,1.5\r\n1000,\r\n',
  'a.mixed-1-histograms.csv':
    'measured,from_us,count\r\norder.latency,900,3\r\norder.latency,1100,1\r\n',
  'a.other-summary.json': '{"not": "one"}',
};
const evidence = Object.keys(files).map((file) => ({
  file,
  title: file,
  sha256: 'a'.repeat(64),
  bytes: 1,
}));

describe('load in the evidence of checks', () => {
  it('is its summary, with samples and histograms of the same name', () => {
    const found = measuredLoads([run('a', { evidence })], (file) => files[file] ?? null);
    expect(found).toMatchObject([
      {
        checkId: 'a',
        name: 'mixed-1',
        summary: { offered: summary.offered },
        samples: [
          { atMs: 500, orderP99Ms: 1.5 },
          { atMs: 1000, orderP99Ms: null },
        ],
      },
    ]);
    expect(found[0]?.histograms.get('order.latency')).toEqual([
      [900, 3],
      [1100, 1],
    ]);
  });

  it('is nothing where the files are gone', () => {
    expect(measuredLoads([run('a', { evidence })], () => null)).toEqual([]);
  });

  it('is drawn by steps of round milliseconds, with what lies between', () => {
    expect(
      bySteps([
        [900, 3],
        [1100, 1],
        [5000, 2],
      ]),
    ).toEqual([
      { label: '1', value: 3 },
      { label: '1.5', value: 1 },
      { label: '2', value: 0 },
      { label: '3', value: 0 },
      { label: '5', value: 2 },
    ]);
    expect(bySteps([])).toEqual([]);
  });
});
