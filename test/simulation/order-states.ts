import type { OrderTicket } from '#shared/domain/order.ts';

import { framed } from './framed.ts';
import { fairWeather } from './memory-network.ts';
import { spy, type World } from './world.ts';

/** A state an order can be in when something goes wrong. */
export interface OrderState {
  name: string;
  /** Makes an order and calls `strike` at the very moment it is in this state. */
  reach(world: World, strike: () => void): Promise<void>;
  /** Where the state needs other pacing than usual. */
  messagesPerSecond?: number;
}

const withinMs = 5_000;

/** A limit order that rests three percent below the market. */
export function restingTicket(world: World, given: Partial<OrderTicket> = {}): OrderTicket {
  const instrumentId = given.instrumentId ?? spy;
  const bid = world.process.quote(instrumentId)?.bid ?? 0;
  return {
    instrumentId,
    side: 'BUY',
    orderType: 'LMT',
    quantity: 100,
    limitPrice: Math.round(bid * 97) / 100,
    stopPrice: null,
    timeInForce: 'DAY',
    outsideRth: false,
    ...given,
  };
}

export function marketTicket(world: World, given: Partial<OrderTicket> = {}): OrderTicket {
  return restingTicket(world, { orderType: 'MKT', limitPrice: null, ...given });
}

/** A limit order at the touch, of more than is displayed there. */
export function partFillTicket(world: World, given: Partial<OrderTicket> = {}): OrderTicket {
  const limitPrice = world.process.quote(given.instrumentId ?? spy)?.ask ?? 0;
  return restingTicket(world, { quantity: 700, limitPrice, ...given });
}

function statusOf(world: World): string | undefined {
  return world.process.orders().at(-1)?.status;
}

function lastRef(world: World): string {
  return world.process.orders().at(-1)?.orderRef ?? '';
}

async function placed(world: World, ticket: OrderTicket, status: string): Promise<string> {
  world.place(ticket);
  await world.until(`the order is ${status}`, () => statusOf(world) === status, withinMs);
  return lastRef(world);
}

function isIntentRecorded(world: World): boolean {
  return world.disk.stored.at(-1)?.kind === 'order.intended';
}

export const orderStates: readonly OrderState[] = [
  {
    name: 'SENDING, not recorded',
    async reach(world, strike) {
      world.recordDelayMs = 5;
      await placed(world, restingTicket(world), 'SENDING');
      strike();
    },
  },
  {
    name: 'recorded, not sent',
    async reach(world, strike) {
      let struck = false;
      world.atRoadPoint = (point, facts) => {
        if (struck || point !== 'after-record') return;
        if (!facts.some(({ kind }) => kind === 'order.intended')) return;
        struck = true;
        strike();
      };
      world.place(restingTicket(world));
      await world.until('the intent is recorded', () => struck, withinMs);
    },
  },
  {
    name: 'waiting for pacing',
    messagesPerSecond: 8,
    async reach(world, strike) {
      await world.pass(1_500);
      for (let count = 0; count < 9; count += 1)
        world.place(restingTicket(world, { quantity: 10 }));
      await world.until('all are recorded', () => isIntentRecorded(world), withinMs);
      strike();
    },
  },
  {
    name: 'sent, not arrived',
    async reach(world, strike) {
      world.place(restingTicket(world));
      await world.until('the order has left', () => world.watch.sent.has(lastRef(world)), withinMs);
      strike();
    },
  },
  {
    name: 'arrived, not acknowledged',
    async reach(world, strike) {
      world.network.stall('to-desk', 300);
      world.place(restingTicket(world));
      await world.until(
        'the gateway has the order',
        () => world.gateway.control.orders().length > 0,
        withinMs,
      );
      strike();
    },
  },
  {
    name: 'PendingSubmit',
    async reach(world, strike) {
      world.gateway.control.loseNextAcknowledgement();
      world.place(restingTicket(world));
      const { control } = world.gateway;
      await world.until('the gateway has the order', () => control.orders().length > 0, withinMs);
      const [order] = control.orders();
      if (order === undefined) throw new Error('The gateway lost the order.');
      const { orderId, quantity, permId, clientId } = order;
      world.network.insert(
        framed(3, orderId, 'PendingSubmit', 0, quantity, 0, permId, 0, 0, clientId, '', 0),
      );
      await world.until('it is acknowledged', () => statusOf(world) === 'WORKING', withinMs);
      strike();
    },
  },
  {
    name: 'PreSubmitted',
    async reach(world, strike) {
      const ask = world.process.quote(spy)?.ask ?? 0;
      const stopPrice = Math.round(ask * 102) / 100;
      const ticket = restingTicket(world, { orderType: 'STP', limitPrice: null, stopPrice });
      await placed(world, ticket, 'WORKING');
      strike();
    },
  },
  {
    name: 'WORKING',
    async reach(world, strike) {
      await placed(world, restingTicket(world), 'WORKING');
      strike();
    },
  },
  {
    name: 'PARTLY_FILLED',
    async reach(world, strike) {
      await placed(world, partFillTicket(world), 'PARTLY_FILLED');
      strike();
    },
  },
  {
    name: 'CANCELLING',
    async reach(world, strike) {
      const orderRef = await placed(world, restingTicket(world), 'WORKING');
      const orderId = world.process.order(orderRef)?.orderId ?? 0;
      world.cancel(orderRef);
      await world.until('it has left', () => world.watch.cancelled.has(orderId), withinMs);
      strike();
    },
  },
  {
    name: 'modify pending',
    async reach(world, strike) {
      const orderRef = await placed(world, restingTicket(world), 'WORKING');
      world.modify(orderRef, { quantity: 150 });
      await world.until('it has left', () => world.watch.sent.get(orderRef) === 2, withinMs);
      strike();
    },
  },
  {
    name: 'FILLED, commission to come',
    async reach(world, strike) {
      world.network.weather = { ...fairWeather, slicing: 'frames' };
      world.place(marketTicket(world, { quantity: 50 }));
      await world.until(
        'a fill has no commission yet',
        () => world.process.executions().some(({ commissionMicros }) => commissionMicros === null),
        withinMs,
      );
      strike();
    },
  },
  {
    name: 'FILLED',
    async reach(world, strike) {
      await placed(world, marketTicket(world, { quantity: 50 }), 'FILLED');
      strike();
    },
  },
  {
    name: 'CANCELLED',
    async reach(world, strike) {
      const orderRef = await placed(world, restingTicket(world), 'WORKING');
      world.cancel(orderRef);
      await world.until('it is cancelled', () => statusOf(world) === 'CANCELLED', withinMs);
      strike();
    },
  },
  {
    name: 'REJECTED',
    async reach(world, strike) {
      world.gateway.control.rejectNextOrder(201, 'Order rejected - reason: refused on purpose.');
      await placed(world, restingTicket(world), 'REJECTED');
      strike();
    },
  },
  {
    name: 'UNKNOWN',
    async reach(world, strike) {
      await placed(world, restingTicket(world), 'WORKING');
      world.network.isDown = true;
      world.network.cut();
      await world.until('it is UNKNOWN', () => statusOf(world) === 'UNKNOWN', withinMs);
      world.network.isDown = false;
      strike();
    },
  },
];
