import { performance } from 'node:perf_hooks';

import type { DeskClient } from '#shared/contract/client.ts';
import type { Order } from '#shared/domain/order.ts';

import { connectBareClient, type BareClient } from './bare-client.ts';
import { startBenchDesk, type BenchDesk } from './bench-desk.ts';
import { restingTicket } from './bench-order.ts';
import type { BenchResult } from './figures.ts';
import { startGatewayProcess } from './gateway-process.ts';
import { Latencies } from './latencies.ts';
import { pause } from './pause.ts';
import { openSyncedInserts } from './synced-inserts.ts';

const ROUNDS = 15;
const ORDERS_A_ROUND = 100;
const WARM_UP_ROUNDS = 3;
/** Between two orders, so that each finds an idle desk. */
const PAUSE_MS = 2;

/** One order at a time, from the command to the moment its acknowledgement is published. */
export async function benchSingleOrder(): Promise<BenchResult> {
  const gateway = await startGatewayProcess();
  const desk = await startBenchDesk(gateway);
  const bare = await connectBareClient(gateway.host, gateway.port);
  const disk = openSyncedInserts();
  const published = new Latencies();
  const answered = new Latencies();
  const bareLatencies = new Latencies();
  const synced = new Latencies();
  try {
    const placeAtDesk = await deskPlacer(desk);
    // In turns, so that whatever else the machine does falls on all of them alike.
    for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
      for (let i = 0; i < ORDERS_A_ROUND; i += 1) {
        const order = await placeAtDesk();
        const bareMs = await placeBare(bare);
        const syncedMs = durationMs(() => disk.insert());
        if (round >= 0) {
          published.addMs(order.publishedMs);
          answered.addMs(order.answeredMs);
          bareLatencies.addMs(bareMs);
          synced.addMs(syncedMs);
        }
        await pause(PAUSE_MS);
      }
    }
  } finally {
    disk.close();
    bare.close();
    await desk.close();
    await gateway.close();
  }
  const beside = (percentile: number) => [
    { name: 'bare @stoqey/ib', value: bareLatencies.percentile(percentile) },
    { name: 'bare SQLite insert and sync', value: synced.percentile(percentile) },
  ];
  return {
    name: 'single-order',
    title:
      'One order: command \u2192 verdicts \u2192 synced intent \u2192 wire \u2192 acknowledged \u2192 published',
    how: `${published.count} orders one after the other over a real socket to a simulated gateway in its own process. Beside it the bare library from placeOrder to openOrder at the same gateway, and one row inserted and synced by SQLite; the desk syncs the intent and the acknowledgement.`,
    figures: [
      {
        what: 'command to published, p50',
        unit: 'ms',
        value: published.percentile(50),
        beside: beside(50),
        target: { atMost: 2 },
      },
      {
        what: 'command to published, p99',
        unit: 'ms',
        value: published.percentile(99),
        beside: beside(99),
        target: { atMost: 10 },
      },
      {
        what: 'command to its answer, p50',
        unit: 'ms',
        value: answered.percentile(50),
        beside: [],
        target: null,
      },
      {
        what: 'command to its answer, p99',
        unit: 'ms',
        value: answered.percentile(99),
        beside: [],
        target: null,
      },
    ],
  };
}

/**
 * Places an order as a screen does and waits until the desk tells its topics that it works. How often a screen hears
 * of its topics is the screen's own pace and not in it.
 */
async function deskPlacer(
  desk: BenchDesk,
): Promise<() => Promise<{ publishedMs: number; answeredMs: number }>> {
  const ticket = restingTicket(await desk.restingPrice());
  const screen: DeskClient = desk.openScreen();
  let onPublished: (order: Order) => void = () => {};
  desk.service.topics.orders({}, desk.caller).subscribe(
    (order) => onPublished(order),
    () => {},
  );
  return async () => {
    const started = performance.now();
    const working = new Promise<number>((resolve) => {
      onPublished = (order) => {
        if (order.status === 'WORKING') resolve(performance.now());
      };
    });
    const { allowed, verdicts } = await screen.call('order.place', { ticket });
    const answered = performance.now();
    if (!allowed) throw new Error(`The desk denied the order: ${JSON.stringify(verdicts)}`);
    return { publishedMs: (await working) - started, answeredMs: answered - started };
  };
}

async function placeBare(client: BareClient): Promise<number> {
  const started = performance.now();
  await new Promise<void>((resolve) => {
    client.onAcknowledged(() => resolve());
    client.place();
  });
  return performance.now() - started;
}

function durationMs(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
