import type { NewFact } from '#shared/domain/fact.ts';

import { openOrders, type TradingBooks } from './books.ts';
import { orderChanged } from './facts.ts';
import { settleOrder } from './settle-order.ts';

/**
 * The link is gone, or the desk starts anew: the fate of every order that may still trade is UNKNOWN until the
 * broker's own word settles it. It is never sent again. A pending modify stays pending, at its worst.
 * `at` is ISO-8601 UTC.
 */
export function decideLinkLost(books: TradingBooks, at: string): readonly NewFact[] {
  return openOrders(books).flatMap((order) => {
    if (order.status === 'UNKNOWN') return [];
    const reason =
      'The link was lost while it was open; the broker has not said what became of it.';
    const next = settleOrder(order, { events: ['link-lost'], reason }, at);
    return next === null ? [] : [orderChanged(next, 'link-lost')];
  });
}
