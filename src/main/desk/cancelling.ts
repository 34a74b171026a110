import type { Order } from '#shared/domain/order.ts';

import type { DeskCore } from './desk-core.ts';
import { isLinkRefusal } from './link-refusals.ts';

/** Whether a cancel would reach the gateway of this desk's account now. */
export function mayCancel(core: DeskCore): boolean {
  const { state } = core.linkStatus;
  // Of another account everything would be cancelled, and it is not this desk's to cancel. The gateway names its
  // accounts before the snapshot in which the desk judges them.
  const { accountId } = core.state;
  if (core.accountProblem !== null) return false;
  if (accountId !== null && !core.link.accountIds().includes(accountId)) return false;
  return state === 'ready' || state === 'impaired' || state === 'reconciling';
}

/** Sends a cancel; a link that went down in between leaves the order UNKNOWN, which its own word has said. */
export function cancelOnTheWire(core: DeskCore, order: Order): void {
  try {
    core.link.cancelOrder(order.orderId);
  } catch (error) {
    if (!isLinkRefusal(error)) throw error;
    core.log.warn({ orderRef: order.orderRef, err: error }, 'A cancel could not be sent.');
  }
}

/** Cancels everything, ahead of everything queued: once for the whole account, and each of these by its own id. */
export function cancelEverything(core: DeskCore, orders: readonly Order[]): void {
  try {
    core.link.cancelAllOrders();
  } catch (error) {
    if (!isLinkRefusal(error)) throw error;
    core.log.warn({ err: error }, 'The cancel of all orders could not be sent.');
  }
  for (const order of orders) cancelOnTheWire(core, order);
}
