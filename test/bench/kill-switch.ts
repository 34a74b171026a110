import { performance } from 'node:perf_hooks';

import { connectBareClient } from './bare-client.ts';
import { startBenchDesk } from './bench-desk.ts';
import { restingTicket } from './bench-order.ts';
import type { BenchResult } from './figures.ts';
import { startGatewayProcess } from './gateway-process.ts';
import { startWireTap } from './wire-tap-process.ts';

const ORDERS = 200;
const ROUNDS = 5;

/** The kill switch with 200 resting orders, to the last of their cancels on the wire. */
export async function benchKillSwitch(): Promise<BenchResult> {
  const desk: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    desk.push(await killDesk());
    bare.push(await cancelBare());
  }
  return {
    name: 'kill-switch',
    title: `Kill switch to the last of ${ORDERS} cancels on the wire, pacing lifted`,
    how: `The slowest of ${ROUNDS} rounds, each with a new desk and gateway; the wire is read by a process in between. Beside it ${ORDERS} calls of cancelOrder, which record nothing.`,
    figures: [
      {
        what: 'kill to last cancel, slowest',
        unit: 'ms',
        value: Math.max(...desk),
        beside: [{ name: 'bare @stoqey/ib', value: Math.max(...bare) }],
        target: { atMost: 100 },
      },
    ],
  };
}

const timeNow = (): number => performance.timeOrigin + performance.now();

async function killDesk(): Promise<number> {
  const gateway = await startGatewayProcess();
  const tap = await startWireTap(gateway);
  const desk = await startBenchDesk(tap);
  const ticket = restingTicket(await desk.restingPrice());
  const screen = desk.openScreen();
  const allWork = new Promise<void>((resolve) => {
    let working = 0;
    desk.service.topics.orders({}, desk.caller).subscribe(
      ({ status }) => {
        if (status === 'WORKING' && (working += 1) === ORDERS) resolve();
      },
      () => {},
    );
  });
  for (let i = 0; i < ORDERS; i += 1) await screen.call('order.place', { ticket });
  await allWork;
  const started = timeNow();
  await screen.call('kill.engage', { reason: 'For the bench.' });
  const last = await tap.cancelled(ORDERS);
  await desk.close();
  await tap.close();
  await gateway.close();
  return last - started;
}

async function cancelBare(): Promise<number> {
  const gateway = await startGatewayProcess();
  const tap = await startWireTap(gateway);
  const client = await connectBareClient(tap.host, tap.port);
  const placed: number[] = [];
  await new Promise<void>((resolve) => {
    let acknowledged = 0;
    client.onAcknowledged(() => {
      if ((acknowledged += 1) === ORDERS) resolve();
    });
    for (let i = 0; i < ORDERS; i += 1) placed.push(client.place());
  });
  const started = timeNow();
  for (const orderId of placed) client.api.cancelOrder(orderId);
  const last = await tap.cancelled(ORDERS);
  client.close();
  await tap.close();
  await gateway.close();
  return last - started;
}
