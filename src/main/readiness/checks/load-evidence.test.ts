import { expect, test } from 'vitest';

import { loadSummaryExample } from '#shared/domain/load.fixture.ts';

import { loadEvidence } from './load-evidence.ts';

test('what a run leaves has every duration counted, for whoever computes its figures again', () => {
  const files = loadEvidence('mixed', {
    ended: 'completed',
    summary: loadSummaryExample,
    series: { samples: [], marks: [], histograms: { 'order.latency': [[1500, 3]] } },
  });
  expect(files.map(({ name }) => name)).toEqual([
    'mixed-histograms.csv',
    'mixed-samples.csv',
    'mixed-summary.json',
  ]);
  expect(files[0]?.contents).toBe('measured,from_us,count\norder.latency,1500,3\n');
  expect(JSON.parse(String(files[2]?.contents))).toEqual(loadSummaryExample);
});
