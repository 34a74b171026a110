import type { BrokerExecution, BrokerOrder } from '#shared/domain/broker-word.ts';
import type { Order } from '#shared/domain/order.ts';

import type { OrderFills } from './books.ts';
import {
  averagePrice,
  newsOfStatus,
  reportedFigures,
  settleOrder,
  unseenOrderType,
} from './settle-order.ts';

/** The name of an order of another client or of TWS itself. Only permId tells such orders apart: orderId may be 0. */
export function externalRef(permId: number): string {
  return `external:${permId}`;
}

/** An order that is not this desk's, as the broker first shows it. */
export function externalOrder(word: BrokerOrder, fills: OrderFills | undefined, at: string): Order {
  const seen: Order = {
    orderRef: externalRef(word.permId),
    orderId: word.orderId,
    clientId: word.clientId,
    permId: word.permId,
    accountId: word.accountId,
    instrumentId: word.instrumentId,
    displaySymbol: word.displaySymbol,
    side: word.side,
    ...reportedFigures(word),
    status: 'UNKNOWN',
    filledQuantity: 0,
    averageFillPrice: null,
    reason: null,
    pendingChange: null,
    external: true,
    placedBy: 'external',
    placedAt: at,
    updatedAt: at,
  };
  const news = newsOfStatus(seen, fills, word.brokerStatus, word.filledQuantity);
  const settled = settleOrder(seen, fills === undefined ? news : { ...news, fills }, at) ?? seen;
  return { ...settled, reason: settled.reason ?? word.reason ?? reasonOfRef(word.orderRef) };
}

function reasonOfRef(orderRef: string | null): string | null {
  return orderRef === null
    ? null
    : `It carries the reference ${orderRef}, which this desk does not know.`;
}

/**
 * An order of which only an execution was heard: what was asked for, and whether more of it works, is not known until
 * the broker shows the order or a reconciliation misses it.
 */
export function externalOrderOfExecution(
  execution: BrokerExecution,
  fills: OrderFills,
  at: string,
): Order {
  return {
    orderRef: externalRef(execution.permId),
    orderId: execution.orderId,
    clientId: execution.clientId,
    permId: execution.permId,
    accountId: execution.accountId,
    instrumentId: execution.instrumentId,
    displaySymbol: execution.displaySymbol,
    side: execution.side,
    orderType: unseenOrderType,
    quantity: fills.quantity,
    limitPrice: null,
    stopPrice: null,
    timeInForce: unseenOrderType,
    outsideRth: false,
    status: 'UNKNOWN',
    filledQuantity: fills.quantity,
    averageFillPrice: averagePrice(fills),
    reason: 'Only its execution was heard; what else of it works is not known.',
    pendingChange: null,
    external: true,
    placedBy: 'external',
    placedAt: at,
    updatedAt: at,
  };
}
