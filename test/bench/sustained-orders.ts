import { isDenial, type Verdict } from '#shared/domain/control.ts';
import type { OrderStatus } from '#shared/domain/order.ts';

import { connectBareClient } from './bare-client.ts';
import { startBenchDesk } from './bench-desk.ts';
import { restingTicket } from './bench-order.ts';
import type { BenchResult } from './figures.ts';
import { startGatewayProcess } from './gateway-process.ts';
import { keptUp, runOpenLoop, type OpenLoopRun, type OrderTaker } from './open-loop.ts';

const TARGET = 5000;
const SECONDS = 4;
const WARM_UP_RATE = 500;
/** From one rate to the next; the rate to hold is one of them. */
const STEP = 1.2;
const FIRST_STEP = -4;
/** A rate counts as not kept up with after this many runs: a busy machine can spoil one. */
const TRIES = 2;

interface Climb {
  readonly name: string;
  readonly open: OpenTaker;
  readonly runs: OpenLoopRun[];
  /** The highest rate that was kept up with so far. */
  best: OpenLoopRun | null;
  /** Whether a rate was not kept up with. */
  done: boolean;
}

const climb = (name: string, open: OpenTaker): Climb => ({
  name,
  open,
  runs: [],
  best: null,
  done: false,
});

/** The highest rate of orders that is acknowledged as fast as it comes, by the desk and by the bare library. */
export async function benchSustainedOrders(): Promise<BenchResult> {
  const desk = climb('desk', deskTaker);
  const bare = climb('bare library', bareTaker);
  await climbTogether([desk, bare]);
  const rate = desk.best?.perSecond ?? 0;
  const bareRate = bare.best?.perSecond ?? 0;
  const lost = desk.runs.reduce((sum, run) => sum + run.offered - run.acknowledged, 0);
  return {
    name: 'sustained-orders',
    title: 'Sustained orders, pacing lifted, open loop',
    how: `Orders are offered at a fixed rate for ${SECONDS} s, whether or not earlier ones are acknowledged; the rate climbs by a fifth until one is not kept up with, in two runs, the desk and the bare library in turns. The simulated gateway runs in its own process and takes its share of the machine.`,
    figures: [
      {
        what: 'orders acknowledged',
        unit: '/s',
        value: rate,
        beside: [{ name: 'bare @stoqey/ib', value: bareRate }],
        target: { atLeast: TARGET },
      },
      {
        what: 'of the bare library',
        unit: '\u00d7',
        value: rate / bareRate,
        beside: [],
        target: { atLeast: 0.4 },
      },
      {
        what: 'acknowledged within, p99',
        unit: 'ms',
        value: desk.best?.latencies.percentile(99) ?? Number.NaN,
        beside: [
          { name: 'bare @stoqey/ib', value: bare.best?.latencies.percentile(99) ?? Number.NaN },
        ],
        target: null,
      },
      {
        what: `orders lost of ${desk.runs.reduce((sum, run) => sum + run.offered, 0)}`,
        unit: 'orders',
        value: lost,
        beside: [],
        target: { atMost: 0 },
      },
    ],
  };
}

type OpenTaker = (gateway: {
  host: string;
  port: number;
}) => Promise<OrderTaker & { close(): Promise<void> }>;

/**
 * Climbs from rate to rate, each in its turn, so that whatever else the machine does falls on all of them alike. One
 * that cannot keep up with the first rate goes down from it.
 */
async function climbTogether(climbs: readonly Climb[]): Promise<void> {
  for (let step = FIRST_STEP; climbs.some(({ done }) => !done); step += 1) {
    for (const each of climbs) if (!each.done) each.done = !(await keepsUp(each, step));
  }
  for (const each of climbs) {
    for (let step = FIRST_STEP - 1; each.best === null && rateOf(step) > WARM_UP_RATE; step -= 1) {
      await keepsUp(each, step);
    }
  }
}

const rateOf = (step: number): number => Math.round(TARGET * STEP ** step);

async function keepsUp(each: Climb, step: number): Promise<boolean> {
  const rate = rateOf(step);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const run = await runAt(each.open, rate);
    each.runs.push(run);
    console.error(
      `  ${each.name}, offered ${rate}/s: ${Math.round(run.perSecond)}/s acknowledged, ${run.backlog} under way at the end`,
    );
    if (keptUp(run, rate)) {
      each.best = run;
      return true;
    }
  }
  return false;
}

/** One run; each has a gateway and a taker of its own, as new ones have no orders behind them. */
async function runAt(open: OpenTaker, rate: number): Promise<OpenLoopRun> {
  const gateway = await startGatewayProcess();
  const taker = await open(gateway);
  await runOpenLoop(taker, WARM_UP_RATE, 1);
  const run = await runOpenLoop(taker, rate, SECONDS);
  await taker.close();
  await gateway.close();
  return run;
}

const acknowledged: ReadonlySet<OrderStatus> = new Set(['WORKING', 'PARTLY_FILLED', 'FILLED']);

const deskTaker: OpenTaker = async (gateway) => {
  const desk = await startBenchDesk(gateway);
  const ticket = restingTicket(await desk.restingPrice());
  const waiting = new Map<string, () => void>();
  /** The broker may be heard before the command's own answer is. */
  const heardEarly = new Set<string>();
  desk.service.topics.orders({}, desk.caller).subscribe(
    ({ orderRef, status }) => {
      if (!acknowledged.has(status)) return;
      const tell = waiting.get(orderRef);
      if (tell === undefined) heardEarly.add(orderRef);
      else if (waiting.delete(orderRef)) tell();
    },
    () => {},
  );
  return {
    place(tell) {
      desk.service.commands['order.place']({ ticket }, desk.caller).then(
        ({ orderRef, allowed, verdicts }) => {
          if (!allowed) console.error(`  ${orderRef} was denied by ${denialsOf(verdicts)}`);
          else if (heardEarly.delete(orderRef)) tell();
          else waiting.set(orderRef, tell);
        },
        (error: unknown) => console.error('  an order failed:', error),
      );
    },
    close: () => desk.close(),
  };
};

const bareTaker: OpenTaker = async (gateway) => {
  const client = await connectBareClient(gateway.host, gateway.port);
  const waiting = new Map<number, () => void>();
  client.onAcknowledged((orderId) => {
    waiting.get(orderId)?.();
    waiting.delete(orderId);
  });
  return {
    place: (tell) => void waiting.set(client.place(), tell),
    close: () => {
      client.close();
      return Promise.resolve();
    },
  };
};

function denialsOf(verdicts: readonly Verdict[]): string {
  return verdicts
    .filter(isDenial)
    .map(({ message }) => message)
    .join(' ');
}
