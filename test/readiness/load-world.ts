import type { DurationFigures, LoadScenario, LoadSummary } from '#shared/domain/load.ts';
import type { Clock } from '#shared/domain/ports.ts';
import type { MessageGroup } from '#shared/domain/simulator-fault.ts';

import type { Check } from '../../src/main/readiness/check.ts';
import type {
  CheckWorld,
  DeskReached,
  LoadedDesk,
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
/** Those whose defect makes a real desk slow: a sound one's speed would be that of the machine. */
const slowOnRealDesks: ReadonlySet<string> = new Set([
  'load-mixed',
  'load-quotes',
  'load-streams',
  'load-burst',
  'load-memory',
  'load-turns',
  'load-journal',
]);

/** A world in which a check of load takes a second or two. */
export function quickLoad({ checkId }: Pick<Check, 'checkId'>): (world: CheckWorld) => CheckWorld {
  if (onRealDesks.has(checkId)) return (world) => ({ ...world, load: shortened(world.load, 2) });
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

/** A world in which a check of load meets its defect: on a real desk where it is one that makes a desk slow. */
export function loadToBreak(check: Pick<Check, 'checkId'>): (world: CheckWorld) => CheckWorld {
  if (!slowOnRealDesks.has(check.checkId)) return quickLoad(check);
  return (world) => ({ ...world, load: shortened(world.load, 0.5) });
}

function shortened(load: LoadLab, seconds: number): LoadLab {
  return {
    ...load,
    scenario: (scenarioId) => {
      const scenario = load.scenario(scenarioId);
      const stages = scenario.stages.map((stage) => ({ ...stage, seconds }));
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

/** What is measured of the runs of a scenario is something else. @param scenarioId or how the ids of several begin. */
export function measures(
  scenarioId: string,
  change: (summary: LoadSummary) => Partial<LoadSummary>,
): (world: CheckWorld) => CheckWorld {
  return (world) => ({
    ...world,
    load: {
      ...world.load,
      run: async (scenario, desk) => {
        const report = await world.load.run(scenario, desk);
        if (!scenario.scenarioId.startsWith(scenarioId)) return report;
        return { ...report, summary: { ...report.summary, ...change(report.summary) } };
      },
    },
  });
}

/** What is wrong while a scenario runs. Resolves once it is, with how to end it. */
type Trouble = (at: {
  scenario: LoadScenario;
  desk: LoadedDesk;
  clock: Clock;
}) => Promise<() => Promise<void>>;

/** Something is wrong with a desk while a scenario runs on it. @param scenarioId or how the ids of several begin. */
export function amid(scenarioId: string, trouble: Trouble): (world: CheckWorld) => CheckWorld {
  return (world) => ({
    ...world,
    load: {
      ...world.load,
      run: async (scenario, desk) => {
        if (!scenario.scenarioId.startsWith(scenarioId)) return world.load.run(scenario, desk);
        const end = await trouble({ scenario, desk, clock: world.clock });
        try {
          return await world.load.run(scenario, desk);
        } finally {
          await end();
        }
      },
    },
  });
}

/** The gateway keeps messages of a kind back. @param fromStage counts from 0. */
export function keptBack(messages: MessageGroup, delayMs: number, fromStage = 0): Trouble {
  return async ({ scenario, desk, clock }) => {
    const { gateway } = desk;
    if (gateway == null) throw new Error('This desk has no simulated gateway.');
    const keepBack = (): Promise<void> =>
      gateway.inject({ kind: 'delay', messages, delayMs, forMs: 60_000 });
    const waitS = scenario.stages.slice(0, fromStage).reduce((sum, each) => sum + each.seconds, 0);
    if (waitS === 0) {
      await keepBack();
      return () => gateway.clear(null);
    }
    let keeping = Promise.resolve();
    const timer = clock.after(1_000 * waitS, () => {
      keeping = keepBack();
    });
    return async () => {
      timer.cancel();
      await keeping;
      await gateway.clear(null);
    };
  };
}

/** Something holds the process again and again, and lets go of it for a while in between; milliseconds. */
export function holding(heldMs: number, freeMs: number): Trouble {
  return async ({ clock }) => {
    const hold = (): void => {
      const until = clock.monotonic() + heldMs;
      while (clock.monotonic() < until);
      timer = clock.after(freeMs, hold);
    };
    let timer = clock.after(freeMs, hold);
    return async () => timer.cancel();
  };
}

/** The journal of every scratch desk says that each sync took so much longer, milliseconds. */
export function slowSyncs(longerMs: number): (world: CheckWorld) => CheckWorld {
  return (world) => ({
    ...world,
    scratchDesk: async (options) => {
      const desk = await world.scratchDesk(options);
      return {
        ...desk,
        journal: {
          ...desk.journal,
          onCommit: (listener) =>
            desk.journal.onCommit(({ lagMs, syncMs }) =>
              listener({ lagMs: lagMs + longerMs, syncMs: syncMs + longerMs }),
            ),
        },
      };
    },
  });
}

/** Every scratch desk keeps something of each order that it is asked for, and never lets go of it. @param numbers of eight bytes. */
export function hoarding(numbers: number): (world: CheckWorld) => CheckWorld {
  return (world) => {
    const kept: number[][] = [];
    return {
      ...world,
      scratchDesk: async (options) => {
        const desk = await world.scratchDesk(options);
        return {
          ...desk,
          call: async (command, input, hand) => {
            if (command === 'order.place') {
              kept.push(Array.from({ length: numbers }, (_, nth) => nth + 0.5));
            }
            return desk.call(command, input, hand);
          },
        };
      },
    };
  };
}
