import type { NewFact } from '#shared/domain/fact.ts';
import type { Order } from '#shared/domain/order.ts';

/** What brought a change about, as the journal keeps it. */
export type ChangeCause =
  | 'open-order'
  | 'order-status'
  | 'order-error'
  | 'execution'
  | 'link-lost'
  | 'reconciliation';

/** The fact that an order stands as given, by the desk itself. */
export function orderChanged(order: Order, cause: ChangeCause): NewFact {
  return { kind: 'order.changed', by: 'desk', body: { order, cause } };
}

export function externalSeen(order: Order): NewFact {
  return { kind: 'order.external-seen', by: 'desk', body: { order } };
}
