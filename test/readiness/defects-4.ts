import type { DurationFigures, LoadSummary } from '#shared/domain/load.ts';

import { measures } from './load-world.ts';
import { scratchLies, type PlantedDefect } from './planted-defect.ts';

function lasting(latency: DurationFigures, ms: number): DurationFigures {
  return { ...latency, meanMs: ms, p50Ms: ms, p90Ms: ms, p99Ms: ms, p999Ms: ms, maxMs: ms };
}

/** Every operation of the run takes so long, milliseconds. */
function taking(ms: number): (summary: LoadSummary) => Partial<LoadSummary> {
  return ({ kinds }) => ({
    kinds: kinds.map((kind) => ({ ...kind, latency: lasting(kind.latency, ms) })),
  });
}

/** Phase 4. */
export const loadDefects: readonly PlantedDefect[] = [
  {
    checkId: 'load-mixed',
    broken: 'Orders take 26 ms on average.',
    plant: measures(taking(26)),
    says: /Order until acknowledged, mean is 26 ms, and must be at most 20 ms/,
  },
  {
    checkId: 'load-quotes',
    broken: 'Every twentieth quote is never shown.',
    plant: measures(({ kinds }) => ({
      kinds: kinds.map((kind) => ({ ...kind, achieved: Math.floor(kind.offered * 0.95) })),
    })),
    says: /Quotes that were not shown is 5 %/,
  },
  {
    checkId: 'load-streams',
    broken: 'Orders that come together wait 120 ms for each other.',
    plant: measures(taking(120)),
    says: /55 streams, order until acknowledged, mean is 120 ms/,
  },
  {
    checkId: 'load-burst',
    broken: 'After the burst everything takes half a second.',
    plant: measures(({ stages }) => ({
      stages: stages.map((stage, nth) =>
        nth === stages.length - 1 ? { ...stage, latency: lasting(stage.latency, 500) } : stage,
      ),
    })),
    says: /Half of what came after the burst took is 500 ms/,
  },
  {
    checkId: 'load-faults',
    broken: 'The desk does not find its link again after the last fault.',
    plant: measures(({ faults = [] }) => ({
      faults: faults.map((fault, nth) =>
        nth === faults.length - 1 ? { ...fault, toMs: null } : fault,
      ),
    })),
    says: /Faults whose end was not seen is 1, and must be 0/,
  },
  {
    checkId: 'load-memory',
    broken: 'Every order is kept: the heap holds 8,000 kB more.',
    plant: measures(() => ({ heapGrowthKb: 8_000 })),
    says: /Heap held more after a full collection is 8,000 kB/,
  },
  {
    checkId: 'load-turns',
    broken: 'One turn in a hundred takes 150 ms.',
    plant: measures(({ loopDelay }) => ({ loopDelay: { ...loopDelay, p99Ms: 150 } })),
    says: /Wait for a turn, p99 is 150 ms/,
  },
  {
    checkId: 'load-journal',
    broken: 'Nobody checkpoints the write-ahead log: it has 90 MB.',
    plant: measures(() => ({ walMb: 90 })),
    says: /Write-ahead log, largest is 90 MB/,
  },
  {
    checkId: 'load-knee',
    broken: 'The desk keeps up with 80 orders a second and no more.',
    plant: measures(() => ({ knee: { keptUpPerSecond: 80, saturatedPerSecond: 130 } })),
    says: /Orders kept up with is 80 \/s.* times is 1.6/,
  },
  {
    checkId: 'load-kill',
    broken: 'After the kill orders are still accepted.',
    plant: scratchLies({
      topics: {
        orders: (orders) =>
          orders.map((order) =>
            order.status === 'DENIED' ? { ...order, status: 'CANCELLED' } : order,
          ),
      },
    }),
    says: /Orders accepted after the kill is /,
  },
  {
    checkId: 'load-gentle',
    broken: 'An order of the run stays open.',
    plant: measures(() => ({ leftOpen: 1 })),
    says: /Orders left open is 1/,
  },
  {
    checkId: 'load-notices',
    broken: 'The lab says 2 ms whatever the gateway does: a slow one is not noticed.',
    plant: measures(taking(2)),
    says: /Planted defects that were noticed is 0/,
  },
];
