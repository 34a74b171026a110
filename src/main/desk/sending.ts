import type { Instrument } from '#shared/domain/instrument.ts';
import type { Order, OrderTicket } from '#shared/domain/order.ts';

import { mayFlatten } from '../risk/flatten.ts';
import { effectiveState } from '../risk/trading-states.ts';
import { orderChanged } from '../trading/facts.ts';
import { settleOrder } from '../trading/settle-order.ts';
import type { DeskCore } from './desk-core.ts';
import { asContractError, isLinkRefusal } from './link-refusals.ts';
import { nowIso, record } from './record.ts';

/**
 * An id that no order of this desk has ever had. A gateway that an order never reached names its id again, and a cancel
 * of the one, or an error about it, would be taken for the other's.
 */
export function nextOrderId(core: DeskCore): number {
  try {
    let orderId = core.link.nextOrderId();
    while (core.state.books.orderRefByOrderId.has(orderId)) orderId = core.link.nextOrderId();
    return orderId;
  } catch (error) {
    throw asContractError(error);
  }
}

/**
 * Hands a recorded order to the link. Where the link refuses it, nothing has left, and the desk knows that: the order
 * ends as rejected by the desk itself.
 */
export function sendOrder(
  core: DeskCore,
  order: Order,
  ticket: OrderTicket,
  instrument: Instrument,
): void {
  // A cancel, the kill switch or a halt decided while the intent was being recorded: it must not leave after that.
  if (core.state.books.orders.get(order.orderRef)?.status !== 'SENDING') {
    neverSent(core, order, 'cancelled', 'It was cancelled before it was sent.');
    return;
  }
  if (isStopped(core, order)) {
    neverSent(core, order, 'cancelled', 'Trading was HALTED before it was sent.');
    return;
  }
  try {
    core.link.placeOrder(
      {
        ...ticket,
        orderId: order.orderId,
        orderRef: order.orderRef,
        accountId: order.accountId,
        instrument,
      },
      () => heldBack(core, order),
    );
  } catch (error) {
    if (!isLinkRefusal(error)) throw error;
    neverSent(core, order, 'rejected', `It was not sent: ${error.message}`);
  }
}

/** Why an order that has waited for pacing must not leave any more; null where it may. */
export function heldBack(core: DeskCore, order: Order): string | null {
  return isStopped(core, order) ? 'Trading was HALTED while it waited for its turn.' : null;
}

/** A desk that is HALTED sends nothing but cancels and what the kill switch closes positions with. */
function isStopped(core: DeskCore, order: Order): boolean {
  const { kill, tradingStates } = core.state;
  if (order.role === 'flatten') return !mayFlatten(kill, order);
  return effectiveState(tradingStates, order.instrumentId) === 'HALTED';
}

export function neverSent(
  core: DeskCore,
  order: Order,
  event: 'cancelled' | 'rejected',
  reason: string,
): void {
  const current = core.state.books.orders.get(order.orderRef) ?? order;
  const at = nowIso(core);
  const next = settleOrder(current, { events: [event], reason }, at);
  if (next !== null) record(core, [orderChanged(next, 'order-error')]);
}
