import {
  signedQuantity,
  type Order,
  type OrderStatus,
  type OrderTicket,
} from '#shared/domain/order.ts';
import { isOpen } from '#shared/domain/order-status.ts';

import { checksTrader, type CheckWorld, type DeskReached } from './check-world.ts';
import { orderNow } from './desk-now.ts';
import { marketTicket } from './tickets.ts';
import { waitUntil } from './wait-until.ts';

type World = Pick<CheckWorld, 'clock' | 'signal'>;

/** An order that was acknowledged nowhere within this has no fate. */
const statusWithinMs = 20_000;
/** Tidying is not stopped with the check, but has an end. */
const tidyWithinMs = 8_000;

/** Places an order and gives its orderRef. Throws with what the controls say where they deny it. */
export async function place(desk: DeskReached, ticket: OrderTicket): Promise<string> {
  const { orderRef, allowed, verdicts } = await desk.call('order.place', { ticket });
  if (allowed) return orderRef;
  const denials = verdicts.flatMap(({ outcome, message }) =>
    outcome === 'deny' || outcome === 'unevaluable' ? (message ?? []) : [],
  );
  throw new Error(`An order that should leave is denied: ${denials.join(' ')}`);
}

/** Waits until an order is in one of the states. */
export function untilStatus(
  world: World,
  desk: DeskReached,
  orderRef: string,
  ...statuses: OrderStatus[]
): Promise<Order> {
  const what = `the order ${orderRef} is ${statuses.join(' or ')}`;
  return waitUntil(world, what, statusWithinMs, () => {
    const order = orderNow(desk, orderRef);
    return order !== null && statuses.includes(order.status) ? order : null;
  });
}

function openOrders(desk: DeskReached): Order[] {
  return desk
    .feed('orders', {})
    .snapshot()
    .filter(({ status }) => isOpen(status));
}

/** Cancels orders of the checks and waits until they have ended. */
async function endOrders(
  clock: CheckWorld['clock'],
  desk: DeskReached,
  orders: readonly Order[],
): Promise<void> {
  for (const { orderRef, status, entryRef } of orders) {
    // An exit goes with its entry.
    const goesAlong = orders.some((each) => each.orderRef === entryRef);
    if (status !== 'CANCELLING' && !goesAlong) await desk.call('order.cancel', { orderRef });
  }
  await waitUntil({ clock }, 'every order of the check has ended', tidyWithinMs, () =>
    orders.every(({ orderRef }) => !isOpen(orderNow(desk, orderRef)?.status ?? 'CANCELLED')),
  );
}

function isOfChecks({ placedBy, external }: Order): boolean {
  return placedBy === checksTrader && !external;
}

/** What the orders of the checks have bought more than sold, by instrument. */
function boughtByChecks(desk: DeskReached): ReadonlyMap<number, number> {
  const bought = new Map<number, number>();
  for (const order of desk.feed('orders', {}).snapshot()) {
    if (!isOfChecks(order) || order.filledQuantity === 0) continue;
    const before = bought.get(order.instrumentId) ?? 0;
    bought.set(order.instrumentId, before + signedQuantity(order.side, order.filledQuantity));
  }
  return bought;
}

/**
 * Does work that trades, and leaves the desk as it was: whatever of its own is open then is cancelled, what its own orders
 * have bought or sold is traded back, and what it put on the watchlist is taken off. What a person does meanwhile is theirs.
 * What a check of before left open, because its program was killed, is cancelled first; one check trades at a time, so it is
 * nobody's. Refuses to begin where other orders are open, for they are somebody else's. Throws what the work throws, or why
 * the desk could not be tidied.
 */
export async function leavingNothing<T>(
  { clock }: World,
  desk: DeskReached,
  work: (addedToWatchlist: number[]) => Promise<T>,
): Promise<T> {
  await endOrders(clock, desk, openOrders(desk).filter(isOfChecks));
  const foreign = openOrders(desk);
  if (foreign.length > 0) {
    throw new Error(
      `${foreign.length} orders are open that are none of this check's. Cancel them, and run it again.`,
    );
  }
  const before = boughtByChecks(desk);
  const added: number[] = [];
  try {
    return await work(added);
  } finally {
    await tidy({ clock }, desk, before, added);
  }
}

async function tidy(
  { clock }: Pick<CheckWorld, 'clock'>,
  desk: DeskReached,
  before: ReadonlyMap<number, number>,
  added: readonly number[],
): Promise<void> {
  const waiting = { clock };
  const own = (): Order[] => openOrders(desk).filter(isOfChecks);
  await waitUntil(waiting, 'no order of the check is on its way any more', tidyWithinMs, () =>
    own().every(({ status }) => status !== 'SENDING'),
  );
  await endOrders(clock, desk, own());
  const excesses = (): [number, number][] =>
    [...boughtByChecks(desk)]
      .map(([instrumentId, quantity]): [number, number] => [
        instrumentId,
        quantity - (before.get(instrumentId) ?? 0),
      ])
      .filter(([, excess]) => excess !== 0);
  for (const [instrumentId, excess] of excesses()) {
    const watched = desk.feed('watchlist', {}).snapshot();
    const row = watched.find((each) => each.instrumentId === instrumentId);
    if (row === undefined) continue;
    const side = excess > 0 ? 'SELL' : 'BUY';
    await place(desk, marketTicket(row.instrument, side, Math.abs(excess)));
  }
  await waitUntil(
    waiting,
    'the check holds nothing any more',
    tidyWithinMs,
    () => excesses().length === 0,
  );
  for (const instrumentId of added) await desk.call('watchlist.remove', { instrumentId });
}
