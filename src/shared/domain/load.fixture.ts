import type { LoadRun, LoadSummary } from './load.ts';

const once = { count: 1, meanMs: 1.5, p50Ms: 1.5, p90Ms: 1.5, p99Ms: 1.5, p999Ms: 1.5, maxMs: 1.5 };

/** A run as it begins. */
export const loadRunExample: LoadRun = {
  runId: 'load-1',
  scenario: {
    scenarioId: 'mixed-light',
    title: 'Mixed, light',
    about: 'A calm market and a few orders.',
    drives: 'scratch',
    streams: 8,
    aligned: false,
    fillShare: 0.2,
    warmUpSeconds: 2,
    stages: [{ title: 'all', seconds: 5, quotesPerSecond: 100, ordersPerSecond: 10 }],
    stopsAtSaturation: false,
  },
  seed: 7,
  by: 'tessa',
  beganAt: '2026-01-05T10:00:00.000Z',
  version: '0.1.0',
  commit: null,
  environment: {
    gatewayKind: 'simulated',
    serverVersion: 193,
    accountId: 'DU1000001',
    marketData: 'live',
    platform: 'linux',
    processor: 'A processor',
    cores: 2,
    memoryBytes: 8e9,
    nodeVersion: '24.0.0',
  },
};

/** What a run measured. */
export const loadSummaryExample: LoadSummary = {
  seconds: 5,
  offered: 550,
  achieved: 549,
  failed: 1,
  offeredPerSecond: 110,
  achievedPerSecond: 109.8,
  peakPerSecond: 112,
  errorPercent: 0.18,
  latency: once,
  kinds: [
    {
      kind: 'order',
      offered: 50,
      achieved: 49,
      errors: [{ what: 'rejected', count: 1 }],
      latency: once,
      service: once,
    },
  ],
  stages: [
    {
      title: 'all',
      fromMs: 0,
      seconds: 5,
      offeredPerSecond: 110,
      achievedPerSecond: 109.8,
      errors: 1,
      backlog: 0,
      latency: once,
      keptUp: true,
    },
  ],
  knee: null,
  loopDelay: once,
  cpuPercent: { mean: 20, highest: 40 },
  resident: { startMb: 200, endMb: 210, highestMb: 215, slopeMbPerMinute: null },
  heap: { startMb: 50, endMb: 55, highestMb: 60, slopeMbPerMinute: 1 },
  heapGrowthKb: 400,
  journalLag: once,
  sync: once,
  walMb: 4,
  frames: null,
  leftOpen: 0,
};
