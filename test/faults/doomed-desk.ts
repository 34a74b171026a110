/**
 * A desk that places orders and dies by SIGKILL at one boundary of the order path. Started by desk-deaths.ts with
 * one JSON argument; says on standard output what was acknowledged to its caller, a JSON line each.
 */
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';

import { z } from 'zod';

import type { OrderTicket } from '#shared/domain/order.ts';

import { systemPorts } from '../../src/main/desk/ports.ts';
import { startDesk } from '../../src/main/desk/start-desk.ts';
import { simulatorAt } from '../support/desk-simulator.ts';
import { topicsOf } from '../support/topics-of.ts';
import { silentLog } from '../support/silent-log.ts';

const plan = z
  .object({
    dataDir: z.string(),
    gatewayPort: z.number(),
    /** At which point of the road, at a fact of which kind, and at the how manieth of those to die. */
    at: z.enum(['before-record', 'after-record', 'after-act']),
    kind: z.string(),
    nth: z.number(),
    orders: z.number(),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

/** Written at once and not through a buffer that dies with the process. */
function say(line: object): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

let seen = 0;
let armed = false;
const desk = await startDesk({
  dataDir: plan.dataDir,
  appRoot: join(import.meta.dirname, '../..'),
  version: 'doomed',
  gateway: { kind: 'simulated' },
  ports: systemPorts(),
  log: silentLog,
  messagesPerSecond: null,
  startSimulator: async () => simulatorAt('127.0.0.1', plan.gatewayPort),
  probe(point, facts) {
    if (!armed || point !== plan.at) return;
    // Facts, not groups: how many share a group is the disk's and the machine's affair.
    seen += facts.filter((fact) => fact.kind === plan.kind).length;
    if (seen >= plan.nth) process.kill(process.pid, 'SIGKILL');
  },
});
await desk.ready;
const { commands } = desk.service;
const caller = desk.caller('doomed');
const topics = topicsOf(desk.service, caller);

/**
 * A stock in which no order of an earlier life is left unknown: in those no new risk is accepted. Nor is any while
 * something that earlier lives left has no quote yet.
 */
async function tradableStock(): Promise<{ instrumentId: number; ask: number }> {
  for (;;) {
    const unknown = topics
      .orders({})
      .snapshot()
      .filter(({ status }) => status === 'UNKNOWN');
    const stocks = topics
      .watchlist({})
      .snapshot()
      .filter(({ instrument }) => instrument.secType === 'STK')
      .filter((row) => unknown.every((order) => order.instrumentId !== row.instrumentId));
    const quote = topics
      .quotes({})
      .snapshot()
      .find(
        (each) =>
          each.ask !== null &&
          each.bid !== null &&
          stocks.some((row) => row.instrumentId === each.instrumentId),
      );
    const losses = topics.risk({}).snapshot()[0]?.dayDrawdown ?? null;
    if (losses !== null && quote !== undefined && quote.ask !== null) {
      return { instrumentId: quote.instrumentId, ask: quote.ask };
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}

const { instrumentId, ask } = await tradableStock();
const market: OrderTicket = {
  instrumentId,
  side: 'BUY',
  orderType: 'MKT',
  quantity: 1,
  limitPrice: null,
  stopPrice: null,
  timeInForce: 'DAY',
  outsideRth: false,
};
const resting: OrderTicket = {
  ...market,
  orderType: 'LMT',
  limitPrice: Math.round(ask * 97) / 100,
  timeInForce: 'GTC',
};
// Who is killed writes nothing at its end.
flushCompileCache();
armed = true;
for (let index = 0; index < plan.orders; index += 1) {
  const placed = await commands['order.place'](
    { ticket: index % 2 === 0 ? market : resting },
    caller,
  );
  say({ acknowledged: placed.orderRef, allowed: placed.allowed, verdicts: placed.verdicts });
}
// Long enough for fills and their commissions on a busy machine; who is still alive then has missed its death.
await new Promise((resolve) => {
  setTimeout(resolve, 15_000);
});
say({ survived: true });
process.exit(3);
