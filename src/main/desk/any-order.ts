import type { Order } from '#shared/domain/order.ts';

import type { DeskCore } from './desk-core.ts';

/** An order of the books, or one that is only recorded any more; null where there is none. */
export function anyOrder({ state, journal }: DeskCore, orderRef: string): Order | null {
  return state.books.orders.get(orderRef) ?? journal.orders.order(orderRef);
}
