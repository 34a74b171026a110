import { performance } from 'node:perf_hooks';

import type { Fact } from '#shared/domain/fact.ts';

import { startBenchDesk } from './bench-desk.ts';
import { restingTicket } from './bench-order.ts';
import type { BenchResult } from './figures.ts';
import { startGatewayProcess } from './gateway-process.ts';
import { Latencies } from './latencies.ts';
import { pause } from './pause.ts';

const ALERTS = 400;
const WARM_UP = 50;
const WANTED = WARM_UP + ALERTS;
/** What has not come this long after the last order never will. */
const DRAIN_MS = 10_000;
const QUOTES_PER_SECOND = 1000;
/** Instruments on the watchlist of a new desk. */
const LINES = 12;
/** Between two orders: each alert comes by itself, at another moment of the screen's beat. */
const PAUSE_MS = 13;

/** From a fact that a person must see to the alert at a screen, while quotes run. */
export async function benchFactToAlert(): Promise<BenchResult> {
  const gateway = await startGatewayProcess({ quoteRate: QUOTES_PER_SECOND / LINES });
  const decidedAt = new Map<string, number>();
  const desk = await startBenchDesk(gateway, (point, facts) => {
    if (point !== 'before-record') return;
    for (const orderRef of rejectedIn(facts)) decidedAt.set(orderRef, performance.now());
  });
  const latencies = new Latencies();
  let seen = 0;
  const allSeen = Promise.withResolvers<void>();
  try {
    const ticket = restingTicket(await desk.restingPrice());
    const screen = desk.openScreen();
    screen.listen('quotes', {}, { onSnapshot: () => {}, onItems: () => {} });
    screen.listen(
      'alerts',
      {},
      {
        onSnapshot: () => {},
        onItems: (alerts) => {
          const now = performance.now();
          for (const { orderRef } of alerts) {
            const decided = orderRef === null ? undefined : decidedAt.get(orderRef);
            if (orderRef === null || decided === undefined) continue;
            decidedAt.delete(orderRef);
            seen += 1;
            if (seen === WANTED) allSeen.resolve();
            if (seen > WARM_UP) latencies.addMs(now - decided);
          }
        },
      },
    );
    await gateway.control('inject', { kind: 'reject-order', count: WANTED });
    for (let i = 0; i < WANTED; i += 1) {
      await screen.call('order.place', { ticket });
      await pause(PAUSE_MS);
    }
    await Promise.race([allSeen.promise, pause(DRAIN_MS)]);
    if (seen < WANTED) throw new Error(`${WANTED - seen} of ${WANTED} alerts never came.`);
  } finally {
    await desk.close();
    await gateway.close();
  }
  return {
    name: 'fact-to-alert',
    title: 'Fact to visible alert',
    how: `${latencies.count} orders that the broker rejects, one after the other, with ${QUOTES_PER_SECOND.toLocaleString('en-US')} quotes a second running. From the moment the rejection is decided, before it is recorded, to the alert at a screen on a wire in the process; the drawing is not in it.`,
    figures: [99, 50].map((percentile) => ({
      what: `fact to alert, p${percentile}`,
      unit: 'ms',
      value: latencies.percentile(percentile),
      beside: [],
      target: percentile === 99 ? { atMost: 250 } : null,
    })),
  };
}

function rejectedIn(facts: readonly Fact[]): string[] {
  return facts.flatMap((fact) =>
    fact.kind === 'order.changed' && fact.body.order.status === 'REJECTED'
      ? [fact.body.order.orderRef]
      : [],
  );
}
