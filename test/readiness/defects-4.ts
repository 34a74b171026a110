import type { DurationFigures, LoadSummary } from '#shared/domain/load.ts';

import { amid, holding, hoarding, keptBack, measures, slowSyncs } from './load-world.ts';
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
    broken: 'The gateway answers orders 40 ms late.',
    plant: amid('mixed-medium', keptBack('orders', 40)),
    says: /Order until acknowledged, mean is [\d.,]+ ms, and must be at most 20 ms/,
  },
  {
    checkId: 'load-quotes',
    broken: 'The gateway keeps its quotes back for 60 ms.',
    plant: amid('quotes-medium', keptBack('quotes', 60)),
    says: /Quote until shown, mean is [\d.,]+ ms/,
  },
  {
    checkId: 'load-streams',
    broken: 'The gateway answers orders that come together 120 ms late.',
    plant: amid('streams-', keptBack('orders', 120)),
    says: /8 streams, order until acknowledged, p50 is .* 55 streams, order until acknowledged, p50 is /,
  },
  {
    checkId: 'load-burst',
    broken: 'After the burst the gateway keeps everything back for half a second.',
    plant: amid('mixed-burst', keptBack('all', 500, 2)),
    says: /Half of what came after the burst took is [\d.,]+ ms/,
  },
  {
    checkId: 'load-faults',
    broken: 'The desk does not find its link again after the last fault.',
    plant: measures('mixed-faults', ({ faults = [] }) => ({
      faults: faults.map((fault, nth) =>
        nth === faults.length - 1 ? { ...fault, toMs: null } : fault,
      ),
    })),
    says: /Faults whose end was not seen is 1, and must be 0/,
  },
  {
    checkId: 'load-memory',
    broken: 'Of every order 20 kB are kept, and never let go of.',
    plant: hoarding(2_500),
    says: /Heap held more after a full collection is [\d.,]+ kB/,
  },
  {
    checkId: 'load-turns',
    broken: 'Something holds the process for 150 ms, again and again.',
    plant: amid('mixed-heavy', holding(150, 60)),
    says: /Wait for a turn, p99 is [\d.,]+ ms/,
  },
  {
    checkId: 'load-journal',
    broken: 'The journal says that every sync takes 300 ms longer.',
    plant: slowSyncs(300),
    says: /Fact until synced, p99 is [\d.,]+ ms.* One transaction with its sync, p99 is [\d.,]+ ms/,
  },
  {
    checkId: 'load-knee',
    broken: 'The desk keeps up with 80 orders a second and no more.',
    plant: measures('ramp-orders', () => ({
      knee: { keptUpPerSecond: 80, saturatedPerSecond: 130 },
    })),
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
    plant: measures('desk-gentle', () => ({ leftOpen: 1 })),
    says: /Orders left open is 1/,
  },
  {
    checkId: 'load-notices',
    broken: 'The lab says 2 ms whatever the gateway does: a slow one is not noticed.',
    plant: measures('orders-light', taking(2)),
    says: /Planted defects that were noticed is 0/,
  },
];
