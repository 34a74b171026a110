import type { ExchangeExecution, ExchangeOrder } from './exchange/order.ts';
import type { GatewayExecutionView, GatewayOrderView } from './gateway-control.ts';

export function orderView(order: ExchangeOrder): GatewayOrderView {
  const { terms } = order;
  return {
    clientId: order.clientId,
    orderId: order.orderId,
    permId: order.permId,
    accountId: order.accountId,
    conId: order.instrument.conId,
    orderRef: terms.orderRef,
    side: terms.side,
    orderType: terms.orderType,
    quantity: terms.quantity,
    limitPrice: terms.limitPrice,
    stopPrice: terms.stopPrice,
    status: order.status,
    filled: order.filled,
  };
}

export function executionView(execution: ExchangeExecution): GatewayExecutionView {
  return {
    execId: execution.execId,
    permId: execution.order.permId,
    orderRef: execution.order.terms.orderRef,
    conId: execution.order.instrument.conId,
    side: execution.order.terms.side,
    quantity: execution.quantity,
    price: execution.price,
  };
}
