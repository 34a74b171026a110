import type { BrokerSnapshot } from '#shared/domain/broker-word.ts';

import { openOrders, type TradingBooks } from './books.ts';
import { isNewExecution } from './decide-broker-word.ts';
import { settledBefore } from './decide-reconciliation.ts';
import { findOrder } from './settle-order.ts';

/**
 * Whether the broker's open orders and executions account for every order that the books hold open, and tell of no trade
 * that they have not: then the orders that have ended have nothing to tell. An order that changed so late that the broker
 * may not have listed it is left to the next round, as everywhere; one of unknown fate never is.
 *
 * @param now epoch milliseconds
 */
export function explainsOrders(
  books: TradingBooks,
  { requestedAt, openOrders: words, executions }: Heard,
  now: number,
): boolean {
  const { accountId } = books;
  // Before it is on record, nobody knows whose executions these are.
  if (accountId === null) return false;
  const settled = settledBefore({ requestedAt });
  const at = new Date(now).toISOString();
  const listed = new Set(words.map((word) => findOrder(books, word)?.orderRef));
  return (
    openOrders(books).every(
      ({ orderRef, status, updatedAt }) =>
        listed.has(orderRef) || (status !== 'UNKNOWN' && updatedAt >= settled && updatedAt <= at),
    ) &&
    executions.every(
      (execution) =>
        (execution.accountId !== '' && execution.accountId !== accountId) ||
        !isNewExecution(books, execution.execId),
    )
  );
}

type Heard = Pick<BrokerSnapshot, 'requestedAt' | 'openOrders' | 'executions'>;
