import { isOpen } from '#shared/domain/order-status.ts';

import type { StoredFact } from '../../src/main/journal/chain.ts';
import { framed } from './framed.ts';
import { marketTicket, partFillTicket, restingTicket } from './order-states.ts';
import { compareWithGateway, differences, settle } from './settled.ts';
import { aapl, spy, World } from './world.ts';

/** A short story with a name: a find of the drawn lives, or what those would meet too seldom. */
export interface Scenario {
  name: string;
  accounts?: readonly string[];
  messagesPerSecond?: number;
  play: (world: World) => Promise<void>;
}

const liveAccount = 'U7654321';

export const scenarios: readonly Scenario[] = [
  {
    name: 'a fair day: fills and commissions are there before anybody reconciles',
    play: async (world) => {
      await world.untilTrading();
      world.place(marketTicket(world, { quantity: 100 }));
      await world.pass(1_000);
      world.place(marketTicket(world, { instrumentId: aapl, side: 'SELL', quantity: 450 }));
      await world.pass(8_000);
      for (const difference of differences(world)) world.violated(difference);
      if (world.process.executions().length < 2) world.violated('Nothing has filled.');
    },
  },
  {
    name: 'seed 1459: the id of an order that never arrived is not given to another one',
    play: async (world) => {
      await world.untilTrading();
      world.gateway.control.swallowNextOrder();
      world.place(restingTicket(world));
      await world.pass(10_000);
      world.network.cut();
      await world.untilTrading();
      const [lost] = world.process.orders();
      world.place(restingTicket(world, { instrumentId: aapl }));
      await world.pass(500);
      // Of the order that the gateway never had: it must touch no other.
      world.cancel(lost?.orderRef ?? '');
      await world.pass(500);
      const [, second] = world.process.orders();
      if (second?.status !== 'WORKING') world.violated(`The other order is ${second?.status}.`);
    },
  },
  {
    name: 'a fill that the venue takes back leaves the position',
    play: async (world) => {
      await world.untilTrading();
      world.place(marketTicket(world, { quantity: 50 }));
      await world.pass(2_000);
      world.gateway.control.inject({ kind: 'bust' });
      await world.pass(500);
      if (world.process.positions().has(spy)) world.violated('The position is still held.');
    },
  },
  {
    name: 'seed 1538: a fill that came and was taken back while the desk was away',
    play: async (world) => {
      await world.untilTrading();
      world.network.stall('to-desk', 60_000);
      world.place(marketTicket(world, { quantity: 1 }));
      await world.pass(1_200);
      world.gateway.control.inject({ kind: 'bust' });
      world.network.cut();
      await world.untilTrading();
    },
  },
  {
    name: 'orders that wait for pacing do not overtake cancels',
    messagesPerSecond: 10,
    play: async (world) => {
      await world.untilTrading();
      for (let batch = 0; batch < 2; batch += 1) {
        await world.pass(2_500);
        for (let count = 0; count < 7; count += 1) {
          world.place(restingTicket(world, { quantity: 1 }));
        }
      }
      await world.pass(2_500);
      for (const { orderRef } of world.process.orders()) world.cancel(orderRef);
      await world.pass(5);
      world.place(restingTicket(world, { instrumentId: aapl, quantity: 1 }));
      await world.pass(3_000);
      const open = world.process.orders().filter(({ status }) => status === 'WORKING');
      if (open.length !== 1) world.violated(`${open.length} orders work; only the last should.`);
    },
  },
  {
    name: 'seed 50034: an order that waits for pacing when trading is HALTED does not leave',
    messagesPerSecond: 10,
    async play(world) {
      await world.untilTrading();
      await world.pass(2_500);
      for (let count = 0; count < 12; count += 1)
        world.place(restingTicket(world, { quantity: 1 }));
      await world.pass(5);
      const left = world.watch.sent.size;
      world.setState('HALTED');
      await world.pass(3_000);
      if (left === 12 || left === 0) world.violated(`${left} of 12 orders had left already.`);
      if (world.watch.sent.size > left) world.violated('Orders left after the desk was HALTED.');
    },
  },
  {
    name: 'a kill overtakes what waits for pacing: nothing of it leaves, and what had left is cancelled',
    messagesPerSecond: 10,
    async play(world) {
      await world.untilTrading();
      await world.pass(2_500);
      for (let count = 0; count < 12; count += 1)
        world.place(restingTicket(world, { quantity: 1 }));
      await world.pass(5);
      const left = world.watch.sent.size;
      if (left === 12 || left === 0) world.violated(`${left} of 12 orders had left already.`);
      world.kill();
      await world.pass(5);
      if (world.watch.globalCancels !== 1) world.violated('The cancel waited for its turn.');
      await world.pass(5_000);
      if (world.watch.sent.size > left) world.violated('Orders left after the kill.');
      const open = world.process.orders().filter(({ status }) => isOpen(status));
      if (open.length > 0) world.violated(`${open.length} orders are still open.`);
    },
  },
  {
    name: 'seed 37: under another client id a change is not sent, for it would be a second order',
    async play(world) {
      await world.untilTrading();
      world.place(restingTicket(world));
      await world.pass(500);
      // The gateway goes on believing in the connection that is gone, so the desk gets another client id.
      world.network.abandon();
      await world.until('the desk is client 12', () => {
        const { link } = world.process.status();
        return link?.state === 'ready' && link.clientId === 12;
      });
      const [order] = world.process.orders();
      const asked = world.modify(order?.orderRef ?? '', { quantity: 150 });
      await world.pass(500);
      if (asked.answer !== 'refused') world.violated(`The change was ${asked.answer}.`);
    },
  },
  {
    name: 'seed 854: a change that is refused after a reconnect leaves the order as it was',
    async play(world) {
      await world.untilTrading();
      world.place(restingTicket(world));
      await world.pass(500);
      world.network.cut();
      await world.untilTrading();
      await world.pass(500);
      world.gateway.control.inject({ kind: 'reject-order' });
      world.modify(world.process.orders()[0]?.orderRef ?? '', { quantity: 150 });
      await world.pass(500);
      const status = world.process.orders()[0]?.status;
      if (status !== 'WORKING') world.violated(`The order is ${status}.`);
    },
  },
  {
    name: 'fills in parts while nobody listened, one of them taken back',
    async play(world) {
      await world.untilTrading();
      world.place(partFillTicket(world));
      await world.until('a part has filled', () => world.process.executions().length > 0);
      world.gateway.control.inject({ kind: 'bust' });
      world.network.cut();
      await world.untilTrading();
      world.place(partFillTicket(world, { instrumentId: aapl }));
      await world.pass(5_000);
    },
  },
  {
    name: 'the broker lost and back without its data, while orders wait for pacing',
    messagesPerSecond: 10,
    async play(world) {
      await world.untilTrading();
      await world.pass(2_500);
      for (let count = 0; count < 12; count += 1)
        world.place(restingTicket(world, { quantity: 1 }));
      await world.pass(5);
      world.gateway.control.inject({ kind: 'connectivity-lost', dataLost: true, forMs: 2_000 });
      await world.pass(4_000);
    },
  },
  {
    name: 'a peer that is gone without a word',
    async play(world) {
      await world.untilTrading();
      world.network.abandon();
      await world.pass(1_000);
    },
  },
  {
    name: 'a warning that comes before the acknowledgement is no refusal',
    play: async (world) => {
      await world.untilTrading();
      world.gateway.control.loseNextAcknowledgement();
      world.place(restingTicket(world));
      await world.until('it has arrived', () => world.gateway.control.orders().length > 0);
      const orderId = world.gateway.control.orders()[0]?.orderId ?? 0;
      const warning = 'Order Message: your order will not be placed at the exchange until 09:30.';
      world.network.insert(framed(4, 2, orderId, 399, warning, ''));
      await world.pass(500);
      const [order] = world.process.orders();
      if (order?.status === 'REJECTED') world.violated('The warning was taken for a refusal.');
    },
  },
  {
    name: 'a change that waited for the broker\u2019s margin does not take back the one that overtook it',
    play: async (world) => {
      await world.untilTrading();
      world.place(restingTicket(world));
      await world.until('it works', () => world.process.orders()[0]?.status === 'WORKING');
      const { orderRef = '', limitPrice } = world.process.orders()[0] ?? {};
      world.inject({ kind: 'reorder', messages: 'orders' });
      const waiting = world.modify(orderRef, { quantity: 600 });
      const moved = Math.round(((limitPrice ?? 0) - 0.5) * 100) / 100;
      world.modify(orderRef, { limitPrice: moved });
      await world.until('both are answered', () => waiting.answer !== null);
      await world.pass(500);
      const order = world.process.order(orderRef);
      const atGateway = world.gateway.control.orders()[0];
      for (const side of [order, atGateway]) {
        if (side?.limitPrice !== moved) world.violated(`Its limit is ${side?.limitPrice} again.`);
      }
      if (waiting.answer !== 'refused') world.violated(`It was ${waiting.answer}.`);
      if (!waiting.sentence.includes('changed')) world.violated(waiting.sentence);
    },
  },
  {
    name: 'no order and no cancel leaves for a live account',
    accounts: [liveAccount],
    play: async (world) => {
      await world.until('the desk is ready', () => world.process.linkState === 'ready');
      await world.pass(2_000);
      const asked = world.place(marketTicket(world, { quantity: 1 }));
      await world.pass(2_000);
      if (asked.answer === 'done') world.violated('An order for a live account was allowed.');
      if (world.watch.sent.size > 0) world.violated('An order left for a live account.');
    },
  },
];

/** Plays a scenario on a desk that has run before, settles and compares. Gives what was violated. */
export async function playScenario(
  { accounts, messagesPerSecond = 40, play }: Scenario,
  history: readonly StoredFact[],
): Promise<readonly string[]> {
  const world = new World({
    seed: 1,
    history,
    messagesPerSecond,
    ...(accounts === undefined ? {} : { accounts }),
  });
  try {
    world.startDesk();
    await play(world);
    await settle(world, 'by-reconnect');
    await compareWithGateway(world);
  } catch (error) {
    world.violated(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    world.end();
  }
  return world.violations;
}
