import type { DurationFigures, LoadScenario, LoadSummary } from '#shared/domain/load.ts';

import type { Check } from '../../src/main/readiness/check.ts';
import type {
  CheckWorld,
  DeskReached,
  LoadLab,
  ScratchDesk,
} from '../../src/main/readiness/check-world.ts';

const ofTwoMs: DurationFigures = {
  count: 1000,
  meanMs: 2,
  p50Ms: 2,
  p90Ms: 3,
  p99Ms: 5,
  p999Ms: 8,
  maxMs: 9,
};
const memory = { startMb: 200, endMb: 210, highestMb: 220, slopeMbPerMinute: 0 };

/** What a sound desk on a quiet machine shows of a scenario. */
function soundSummary(scenario: LoadScenario): LoadSummary {
  const seconds = scenario.stages.reduce((sum, stage) => sum + stage.seconds, 0);
  const orders = scenario.stages.reduce((sum, s) => sum + s.seconds * s.ordersPerSecond, 0);
  const quotes = scenario.stages.reduce((sum, s) => sum + s.seconds * s.quotesPerSecond, 0);
  const kind = (of: 'order' | 'quote', offered: number) => ({
    kind: of,
    offered,
    achieved: offered,
    errors: [],
    latency: ofTwoMs,
    service: ofTwoMs,
  });
  const rate = (orders + quotes) / seconds;
  return {
    seconds,
    offered: orders + quotes,
    achieved: orders + quotes,
    failed: 0,
    offeredPerSecond: rate,
    achievedPerSecond: rate,
    peakPerSecond: rate,
    errorPercent: 0,
    latency: ofTwoMs,
    kinds: [
      ...(quotes === 0 ? [] : [kind('quote', quotes)]),
      ...(orders === 0 ? [] : [kind('order', orders)]),
    ],
    stages: scenario.stages.map(({ title, seconds: long, quotesPerSecond, ordersPerSecond }) => ({
      title,
      fromMs: 0,
      seconds: long,
      offeredPerSecond: quotesPerSecond + ordersPerSecond,
      achievedPerSecond: quotesPerSecond + ordersPerSecond,
      errors: 0,
      backlog: 0,
      latency: ofTwoMs,
      keptUp: true,
    })),
    knee: scenario.stopsAtSaturation ? { keptUpPerSecond: 3000, saturatedPerSecond: 5000 } : null,
    loopDelay: ofTwoMs,
    cpuPercent: { mean: 20, highest: 40 },
    resident: memory,
    heap: memory,
    heapGrowthKb: 100,
    journalLag: ofTwoMs,
    sync: ofTwoMs,
    walMb: 4,
    frames: null,
    leftOpen: 0,
    ...(scenario.faults === undefined
      ? {}
      : {
          faults: scenario.faults.map(({ title, atSeconds }) => ({
            title,
            fromMs: atSeconds * 1000,
            toMs: (atSeconds + 1) * 1000,
            offered: 100,
            errors: [],
            latency: ofTwoMs,
          })),
          outsideFaults: { offered: 100, failed: 0 },
        }),
  };
}

/** Checks that are quick enough to be run on a real desk; the others are shown a sound one's figures. */
const onRealDesks: ReadonlySet<string> = new Set(['load-kill', 'load-gentle', 'load-notices']);

/** A world in which a check of load takes a second or two. */
export function quickLoad({ checkId }: Pick<Check, 'checkId'>): (world: CheckWorld) => CheckWorld {
  if (onRealDesks.has(checkId)) return (world) => ({ ...world, load: shortened(world.load) });
  return (world) => ({
    ...world,
    scratchDesk: async () => standIn(world.desk),
    load: {
      ...world.load,
      run: async (scenario) => ({
        ended: 'completed',
        summary: soundSummary(scenario),
        series: { samples: [], marks: [], histograms: {} },
      }),
    },
  });
}

function shortened(load: LoadLab): LoadLab {
  return {
    ...load,
    scenario: (scenarioId) => {
      const scenario = load.scenario(scenarioId);
      const stages = scenario.stages.map((stage) => ({ ...stage, seconds: 2 }));
      return { ...scenario, stages, warmUpSeconds: 0 };
    },
  };
}

/** The certified desk in the place of one that would have to be started first. */
function standIn(desk: DeskReached): ScratchDesk {
  if (desk.gateway === null) throw new Error('This desk has no simulated gateway.');
  return {
    ...desk,
    gateway: desk.gateway,
    market: { sendTicks: async () => {} },
    journal: { onCommit: () => () => {}, walBytes: () => 0 },
    ready: async () => {},
    restart: async () => {},
    putClockForward: () => {},
    close: async () => {},
  };
}

/** What is measured of every load run is something else. */
export function measures(
  change: (summary: LoadSummary) => Partial<LoadSummary>,
): (world: CheckWorld) => CheckWorld {
  return (world) => ({
    ...world,
    load: {
      ...world.load,
      run: async (scenario, desk) => {
        const report = await world.load.run(scenario, desk);
        return { ...report, summary: { ...report.summary, ...change(report.summary) } };
      },
    },
  });
}
