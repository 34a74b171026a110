import type { Contract, Order, OrderState } from '@stoqey/ib';

import type {
  BrokerOrder,
  BrokerOrderStatus,
  BrokerOrderStatusUpdate,
  WhatIf,
} from '#shared/domain/broker-word.ts';
import { orderTypePrices, orderTypeSchema, type OrderSide } from '#shared/domain/order.ts';

import { displaySymbol } from './parse-instrument.ts';
import { figureOrNull, idOrZero, textOrNull } from './parse-number.ts';

const brokerStatuses: ReadonlyMap<string, BrokerOrderStatus> = new Map(
  (
    [
      'ApiPending',
      'PendingSubmit',
      'PreSubmitted',
      'Submitted',
      'PendingCancel',
      'ApiCancelled',
      'Cancelled',
      'Filled',
      'Inactive',
    ] as const
  ).map((status) => [status, status]),
);

/** A state the desk does not know counts as working: an order that may trade must not be taken for ended. */
export function parseBrokerStatus(text: string): BrokerOrderStatus {
  return brokerStatuses.get(text) ?? 'Submitted';
}

/** Short sales are sales: TWS marks them SSHORT. */
export function parseSide(action: string | undefined): OrderSide {
  return action === 'BUY' || action === 'BOT' ? 'BUY' : 'SELL';
}

/** An order as openOrder or completedOrder describes it. A completed order names neither order id nor client id. */
export function parseBrokerOrder(contract: Contract, order: Order, state: OrderState): BrokerOrder {
  const filledQuantity = figureOrNull(order.filledQuantity);
  const orderType: string = order.orderType;
  return {
    orderId: idOrZero(order.orderId),
    clientId: idOrZero(order.clientId),
    permId: idOrZero(order.permId),
    orderRef: textOrNull(order.orderRef),
    accountId: order.account ?? '',
    instrumentId: idOrZero(contract.conId),
    displaySymbol: displaySymbol(contract),
    side: parseSide(order.action),
    orderType,
    // A completed order comes with quantity 0 and only says how much of it was filled.
    quantity: figureOrNull(order.totalQuantity) || filledQuantity || 0,
    limitPrice: priceWhereUsed(order.lmtPrice, orderType, 'limit'),
    stopPrice: priceWhereUsed(order.auxPrice, orderType, 'stop'),
    timeInForce: order.tif ?? '',
    outsideRth: order.outsideRth ?? false,
    brokerStatus: parseBrokerStatus(state.status),
    filledQuantity,
    reason: textOrNull(state.completedStatus) ?? textOrNull(state.warningText),
  };
}

/** The wire sends 0 for a price the order type does not use. */
function priceWhereUsed(
  price: number | undefined,
  orderType: string,
  which: 'limit' | 'stop',
): number | null {
  const figure = figureOrNull(price);
  const known = orderTypeSchema.safeParse(orderType);
  if (known.success) return orderTypePrices[known.data][which] ? figure : null;
  return figure === 0 ? null : figure;
}

export function parseOrderStatus(
  orderId: number,
  status: string,
  filled: number | undefined,
  remaining: number | undefined,
  averageFillPrice: number | undefined,
  permId: number | undefined,
  clientId: number | undefined,
  whyHeld: string | undefined,
): BrokerOrderStatusUpdate {
  const filledQuantity = figureOrNull(filled) ?? 0;
  return {
    orderId,
    clientId: idOrZero(clientId),
    permId: idOrZero(permId),
    brokerStatus: parseBrokerStatus(status),
    filledQuantity,
    remainingQuantity: figureOrNull(remaining) ?? 0,
    averageFillPrice: filledQuantity > 0 ? figureOrNull(averageFillPrice) : null,
    whyHeld: textOrNull(whyHeld),
  };
}

/** The preview an openOrder carries for a what-if order. */
export function parseWhatIf(state: OrderState): WhatIf {
  return {
    initialMarginAfter: figureOrNull(state.initMarginAfter),
    initialMarginChange: figureOrNull(state.initMarginChange),
    maintenanceMarginAfter: figureOrNull(state.maintMarginAfter),
    equityWithLoanAfter: figureOrNull(state.equityWithLoanAfter),
    commission: figureOrNull(state.commission) ?? figureOrNull(state.maxCommission),
    commissionCurrency: textOrNull(state.commissionCurrency),
    warning: textOrNull(state.warningText),
  };
}
