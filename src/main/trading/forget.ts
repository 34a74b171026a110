import { isOpen } from '#shared/domain/order-status.ts';
import type { Order } from '#shared/domain/order.ts';

import { wireIdOf, type TradingBooks } from './books.ts';

/** As many ended orders stay at hand as a person scrolls through in a day. */
const endedOrdersKept = 5000;
/** The broker lists the fills of its day every minute; beyond this many names of orders and fills are looked up. */
const namesKeptUsually = 50_000;

export interface Forgotten {
  orderRefs: string[];
  execIds: string[];
}

/**
 * Lets go of the oldest orders that have ended, with their fills, beyond the number kept, and of the oldest names by
 * which the broker knows them. Positions, cash and working quantities have them in their sums and stay as they are. What
 * is forgotten is recorded and comes back by `recall.ts` when anybody names it.
 *
 * @param isDone whether no fact about the order is still to be applied or recorded.
 */
export function forgetEnded(
  books: TradingBooks,
  isDone: (order: Order) => boolean,
  kept = endedOrdersKept,
  namesKept = namesKeptUsually,
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
    forgotten.execIds.push(...forget(books, order));
  }
  const isHeld = (orderRef: string): boolean => books.orders.has(orderRef);
  trim(books.orderRefByPermId, namesKept, isHeld);
  const hasNoOther = (orderRef: string): boolean => books.withoutPermId.has(orderRef);
  trim(books.orderRefByOrderId, namesKept, (orderRef) => isHeld(orderRef) || hasNoOther(orderRef));
  trim(books.latestExecution, namesKept, (execId) => books.executions.has(execId));
  return forgotten;
}

function forget(
  books: TradingBooks,
  { orderRef, orderId, clientId, permId }: Order,
): readonly string[] {
  const execIds = books.execIdsOf.get(orderRef) ?? [];
  books.orders.delete(orderRef);
  books.exitsOf.delete(orderRef);
  books.ordersForgotten += 1;
  if (permId === null && orderId !== 0) books.withoutPermId.add(orderRef);
  books.fills.delete(orderRef);
  books.execIdsOf.delete(orderRef);
  for (const execId of execIds) books.executions.delete(execId);
  const wireId = wireIdOf(clientId, orderId);
  if (books.orderRefByWireId.get(wireId) === orderRef) books.orderRefByWireId.delete(wireId);
  return execIds;
}

/** Takes the oldest names away, but for those of what is held. */
function trim<Name>(
  names: Map<Name, string>,
  kept: number,
  isHeld: (named: string) => boolean,
): void {
  let excess = names.size - kept;
  for (const [name, named] of names) {
    if (excess <= 0) return;
    excess -= 1;
    if (!isHeld(named)) names.delete(name);
  }
}
