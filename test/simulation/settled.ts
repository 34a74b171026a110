import { isDeepStrictEqual } from 'node:util';

import type { Order, OrderStatus } from '#shared/domain/order.ts';

import { applyFact, createBooks } from '../../src/main/trading/books.ts';
import type { GatewayOrderView } from '../../src/simulator/gateway-control.ts';
import type { World } from './world.ts';

/** How long the desk may take to be ready again once nothing is wrong any more. */
const readyWithinMs = 120_000;
/** What changed this short before a snapshot is judged the next time. */
const quietMs = 5_200;
/** The gateway may hold a message back this long to swap it with the next. */
const heldBackMs = 1_100;
const reconcileEveryMs = 61_000;

/** How the last reconciliation comes about. */
export type Reconciled = 'by-reconnect' | 'by-the-minute';

/**
 * Ends every fault, gives desk and gateway time, and has them reconcile. What is wrong after that is wrong for good.
 */
export async function settle(world: World, reconciled: Reconciled): Promise<void> {
  world.heal();
  if (world.watch.brokerIsLost) {
    await world.pass(heldBackMs);
    // Where a fault has swapped the two words about the broker, the gateway says again how it is.
    if (world.watch.brokerIsLost) world.gateway.control.notify(1102);
  }
  if (!world.isRunning) world.startDesk();
  // A desk that could not record has told its people to mend the cause and start it again.
  if (world.process.status().fault !== null) {
    world.crashDesk();
    world.startDesk();
  }
  if (!(await becomesReady(world))) return;
  await world.pass(quietMs);
  if (reconciled === 'by-reconnect') world.network.cut();
  else await world.pass(reconcileEveryMs);
  if (!(await becomesReady(world))) return;
  await world.pass(500);
}

async function becomesReady(world: World): Promise<boolean> {
  const isReady = await world.reaches(() => world.process.linkState === 'ready', readyWithinMs);
  if (!isReady) {
    const { link } = world.process.status();
    world.violated(
      `The link is stuck: ${link?.state ?? 'none'} for ${readyWithinMs / 1000} s, "${link?.reason ?? ''}".`,
    );
  }
  return isReady;
}

/**
 * Holds the settled desk against the gateway. What differs now may be what the books changed while they reconciled, so
 * it has until the next minute's reconciliation; what differs then is a violation of the world.
 */
export async function compareWithGateway(world: World): Promise<void> {
  if (!world.isRunning || world.process.linkState !== 'ready') return;
  if (differences(world).length === 0) return;
  await world.pass(reconcileEveryMs);
  for (const difference of differences(world)) world.violated(difference);
}

/** How desk and gateway differ now, in sentences. */
export function differences(world: World): string[] {
  const { fault, breaks } = world.process.status();
  return [
    ...(fault === null ? [] : [`The desk has a fault: ${fault}`]),
    ...orderDifferences(world),
    ...executionDifferences(world),
    ...positionDifferences(world),
    ...breaks
      .filter(({ desk, broker }) => desk !== 'UNKNOWN' || broker !== 'not listed')
      .map(
        ({ subject, desk, broker }) =>
          `A break is left: ${subject}, desk ${desk}, broker ${broker}.`,
      ),
  ];
}

const consistent: Record<string, readonly OrderStatus[]> = {
  Filled: ['FILLED'],
  Cancelled: ['CANCELLED'],
  ApiCancelled: ['CANCELLED'],
  Inactive: ['REJECTED', 'CANCELLED'],
  Submitted: ['WORKING', 'PARTLY_FILLED'],
  PreSubmitted: ['WORKING', 'PARTLY_FILLED'],
};

/** Ends that an order may have of which the gateway has never heard, or which it refused at the door. */
const endsWithoutGateway: ReadonlySet<OrderStatus> = new Set(['DENIED', 'REJECTED', 'CANCELLED']);

function* orderDifferences(world: World): Generator<string> {
  const atGateway = new Map<string, GatewayOrderView[]>();
  for (const order of world.gateway.control.orders()) {
    atGateway.set(order.orderRef, [...(atGateway.get(order.orderRef) ?? []), order]);
  }
  const { process } = world;
  const atDesk = new Map(process.orders().map((order) => [order.orderRef, order]));
  for (const [orderRef, orders] of atGateway) {
    if (orders.length > 1) {
      yield `The gateway has ${orders.length} orders of the one intent ${orderRef}.`;
    }
    if (!atDesk.has(orderRef)) yield `The desk does not know its order ${orderRef}.`;
  }
  const inDoubt = new Set(
    process
      .status()
      .breaks.flatMap(({ subject }) => [...atDesk.keys()].filter((ref) => subject.includes(ref))),
  );
  for (const order of atDesk.values()) {
    const [there] = atGateway.get(order.orderRef) ?? [];
    const wrong =
      there === undefined
        ? differenceWithout(world, order, inDoubt.has(order.orderRef))
        : differenceOf(order, there);
    if (wrong !== null) yield `Order ${order.orderRef}: ${wrong}`;
  }
}

function differenceWithout(world: World, order: Order, inDoubt: boolean): string | null {
  const { sent, refused } = world.watch;
  if (endsWithoutGateway.has(order.status)) {
    const isAssumed = sent.has(order.orderRef) && !refused.has(order.orderId);
    return isAssumed ? `it is ${order.status}, which the gateway never said.` : null;
  }
  if (order.status !== 'UNKNOWN') return `it is ${order.status}; the gateway never had it.`;
  return inDoubt ? null : 'it is UNKNOWN and no break says so.';
}

function differenceOf(order: Order, there: GatewayOrderView): string | null {
  const said = `the gateway has it ${there.status}, ${there.filled} of ${there.quantity} filled`;
  if (consistent[there.status]?.includes(order.status) !== true) {
    return `it is ${order.status} (${order.reason ?? ''}); ${said}.`;
  }
  if (order.filledQuantity !== there.filled) return `${order.filledQuantity} filled; ${said}.`;
  if (order.status === 'WORKING' && there.filled > 0) return `it is WORKING; ${said}.`;
  if (order.pendingChange !== null) return `a change is still pending; ${said}.`;
  const isOpen = there.status === 'Submitted' || there.status === 'PreSubmitted';
  if (isOpen && (order.quantity !== there.quantity || order.limitPrice !== there.limitPrice)) {
    return `${order.quantity} at ${order.limitPrice ?? 'market'}; ${said} at ${there.limitPrice ?? 'market'}.`;
  }
  return null;
}

function* executionDifferences(world: World): Generator<string> {
  const atDesk = new Map(world.process.executions().map((each) => [each.execId, each]));
  const atGateway = world.gateway.control.executions();
  for (const there of atGateway) {
    const here = atDesk.get(there.execId);
    atDesk.delete(there.execId);
    if (here === undefined) {
      yield `Fill ${there.execId} of ${there.quantity} is not accounted for.`;
      continue;
    }
    const commission = world.watch.commissions.get(there.execId) ?? null;
    if (
      here.quantity !== there.quantity ||
      here.price !== there.price ||
      here.side !== there.side
    ) {
      yield `Fill ${there.execId}: ${here.side} ${here.quantity} at ${here.price}; the gateway has ${there.side} ${there.quantity} at ${there.price}.`;
    }
    if (here.commissionMicros !== commission) {
      yield `Fill ${there.execId}: commission ${here.commissionMicros ?? 'none'}; the gateway says ${commission ?? 'none'} (millionths).`;
    }
  }
  for (const execId of atDesk.keys()) yield `Fill ${execId} never happened.`;
}

function* positionDifferences(world: World): Generator<string> {
  const atGateway = new Map<number, number>();
  for (const { conId, side, quantity } of world.gateway.control.executions()) {
    const signed = side === 'BUY' ? quantity : -quantity;
    atGateway.set(conId, (atGateway.get(conId) ?? 0) + signed);
  }
  const atDesk = world.process.positions();
  for (const instrumentId of new Set([...atGateway.keys(), ...atDesk.keys()])) {
    const [here, there] = [atDesk.get(instrumentId) ?? 0, atGateway.get(instrumentId) ?? 0];
    if (here !== there) {
      yield `Position of ${instrumentId}: desk ${here}, gateway ${there}.`;
    }
  }
}

/** The books made anew from the journal are the books of the running desk. */
export function compareWithReplay(world: World): void {
  const books = createBooks();
  for (const fact of world.disk.facts()) applyFact(books, fact);
  const orders = [...books.orders.values()];
  if (!isDeepStrictEqual(orders, world.process.orders())) {
    world.violated('The orders made anew from the journal are not those of the desk.');
  }
  if (!isDeepStrictEqual([...books.executions.values()], world.process.executions())) {
    world.violated('The executions made anew from the journal are not those of the desk.');
  }
}
