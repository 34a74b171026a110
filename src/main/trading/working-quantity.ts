import type { Order } from '#shared/domain/order.ts';
import { isOpen } from '#shared/domain/order-status.ts';
import { tidyQuantity } from '#shared/domain/position.ts';

/**
 * What of an order can still trade at worst, in units of the instrument: nothing once it has ended, else the
 * unfilled part; with a modify under way of the larger of both quantities. An order whose fate is unknown, or that
 * is being sent or cancelled, counts in full.
 */
export function workingQuantity(order: Order): number {
  if (!isOpen(order.status)) return 0;
  const quantity = Math.max(order.quantity, order.pendingChange?.quantity ?? 0);
  return Math.max(0, tidyQuantity(quantity - order.filledQuantity));
}
