import type { Execution } from '#shared/domain/execution.ts';
import type { Order } from '#shared/domain/order.ts';

import { holdFill, indexOrder, type TradingBooks } from './books.ts';
import { executionFamily } from './execution-family.ts';

/**
 * The order, taken back into the books where they had forgotten it. What is taken back is what was recorded, so that
 * the books say the same with it as without: an ended order counts nowhere but in itself.
 */
export function orderIn(books: TradingBooks, orderRef: string | undefined): Order | undefined {
  if (orderRef === undefined) return undefined;
  const held = books.orders.get(orderRef);
  if (held !== undefined || books.archive === null) return held;
  const order = books.archive.order(orderRef);
  if (order === null) return undefined;
  books.orders.set(orderRef, order);
  books.ordersForgotten -= 1;
  books.withoutPermId.delete(orderRef);
  indexOrder(books, order);
  for (const execution of books.archive.executionsOf(orderRef)) holdFill(books, execution);
  return order;
}

export function orderRefOfPermId(books: TradingBooks, permId: number): string | undefined {
  return books.orderRefByPermId.get(permId) ?? books.archive?.orderRefOfPermId(permId) ?? undefined;
}

/** Whether the books had this order, saw it end and do not hold it any more. */
export function isForgotten(books: TradingBooks, permId: number): boolean {
  const orderRef = permId > 0 ? orderRefOfPermId(books, permId) : undefined;
  return orderRef !== undefined && !books.orders.has(orderRef);
}

/** The latest word on an execution, by its family; undefined for one never heard of. */
export function latestExecId(books: TradingBooks, family: string): string | undefined {
  const known = books.latestExecution.get(family);
  if (known !== undefined || books.archive === null) return known;
  const found = books.archive
    .execIdsFrom(family)
    .find((execId) => executionFamily(execId).family === family);
  if (found !== undefined) books.latestExecution.set(family, found);
  return found;
}

/** The execution, with its order taken back into the books where they had forgotten it. */
export function executionIn(books: TradingBooks, execId: string): Execution | undefined {
  const held = books.executions.get(execId);
  if (held !== undefined || books.archive === null) return held;
  const orderRef = books.archive.orderRefOfExecution(execId);
  if (orderRef === null) return undefined;
  orderIn(books, orderRef);
  return books.executions.get(execId);
}
