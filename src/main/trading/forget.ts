import { isOpen } from '#shared/domain/order-status.ts';
import type { Order } from '#shared/domain/order.ts';

import { wireIdOf, type TradingBooks } from './books.ts';
import { executionFamily } from './execution-family.ts';

/** As many ended orders stay at hand as a person scrolls through in a day. */
export const endedOrdersKept = 5000;
/** The broker's lists name the orders of its day; beyond two of them a name is looked up when it comes. */
const namesKeptMs = 2 * 24 * 60 * 60_000;

export interface Forgotten {
  orderRefs: string[];
  execIds: string[];
}

/**
 * Lets go of the oldest orders that have ended, with their fills, beyond the number kept. Positions, cash and working
 * quantities have them in their sums and stay as they are. What is forgotten is recorded and comes back by
 * `recall.ts` when anybody names it.
 *
 * @param isDone whether no fact about the order is still to be applied or recorded.
 * @param now epoch ms, by which an order is too old for the broker's lists to name.
 */
export function forgetEnded(
  books: TradingBooks,
  isDone: (order: Order) => boolean,
  now: number,
  kept = endedOrdersKept,
): Forgotten {
  const forgotten: Forgotten = { orderRefs: [], execIds: [] };
  let excess = books.orders.size - books.openOrders.size - kept;
  // Not for each order alone: a sweep walks past everything that is open.
  if (excess <= kept / 10) return forgotten;
  for (const order of books.orders.values()) {
    if (excess <= 0) break;
    if (isOpen(order.status) || !isDone(order)) continue;
    excess -= 1;
    forgotten.orderRefs.push(order.orderRef);
    // Without the broker's own number it could not be looked up.
    const keepsNames = order.permId === null || now - Date.parse(order.updatedAt) < namesKeptMs;
    forgotten.execIds.push(...forget(books, order, keepsNames));
  }
  return forgotten;
}

function forget(books: TradingBooks, order: Order, keepsNames: boolean): readonly string[] {
  const { orderRef, permId, orderId, clientId } = order;
  const execIds = books.execIdsOf.get(orderRef) ?? [];
  books.orders.delete(orderRef);
  books.ordersForgotten += 1;
  books.fills.delete(orderRef);
  books.execIdsOf.delete(orderRef);
  for (const execId of execIds) books.executions.delete(execId);
  const wireId = wireIdOf(clientId, orderId);
  if (books.orderRefByWireId.get(wireId) === orderRef) books.orderRefByWireId.delete(wireId);
  if (keepsNames) return execIds;
  if (permId !== null && books.orderRefByPermId.get(permId) === orderRef) {
    books.orderRefByPermId.delete(permId);
  }
  if (books.orderRefByOrderId.get(orderId) === orderRef) books.orderRefByOrderId.delete(orderId);
  for (const execId of execIds) books.latestExecution.delete(executionFamily(execId).family);
  return execIds;
}
