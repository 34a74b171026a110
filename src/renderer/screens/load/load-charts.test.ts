import { describe, expect, it } from 'vitest';

import type { LoadSample } from '#shared/domain/load.ts';

import { chartInWords, columnsOf, loadCharts, type LoadChartKind } from './load-charts.ts';

function sample(atMs: number, orderP99Ms: number | null): LoadSample {
  return {
    runId: 'load-1',
    sample: atMs / 500,
    atMs,
    stage: 0,
    offeredPerSecond: 10,
    achievedPerSecond: 9,
    errors: 1,
    underWay: 2,
    quoteP50Ms: null,
    quoteP99Ms: null,
    orderP50Ms: 1,
    orderP99Ms,
    loopDelayMs: 1,
    cpuPercent: 10,
    residentMb: 200,
    heapMb: 50,
    journalLagMs: null,
    syncMs: null,
    walMb: null,
    framesPerSecond: null,
  };
}

function chart(chartId: string): LoadChartKind {
  const found = loadCharts.find((each) => each.chartId === chartId);
  if (found === undefined) throw new Error(`There is no chart ${chartId}.`);
  return found;
}

describe('a chart of a load run', () => {
  it('has seconds across and a gap where nothing was measured', () => {
    expect(columnsOf(chart('orders'), [sample(500, 4), sample(1000, null)])).toEqual([
      [0.5, 1],
      [4, null],
      [1, 1],
    ]);
  });

  it('says the latest and the highest of each line', () => {
    expect(chartInWords(chart('orders'), [sample(500, 4), sample(1000, 2)])).toBe(
      'Orders in ms from due over 1.0 s: p99 2.0, highest 4.0; p50 1.0, highest 1.0',
    );
    expect(chartInWords(chart('quotes'), [sample(500, 4)])).toBe(
      'Quotes in ms from due over 0.5 s: p99 not measured; p50 not measured',
    );
    expect(chartInWords(chart('orders'), [])).toBe('Orders: nothing measured yet');
  });
});
