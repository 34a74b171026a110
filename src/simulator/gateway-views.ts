import type { ExchangeExecution, ExchangeOrder } from './exchange/order.ts';

/** One order as the gateway has it, for tests and checks that compare it with what a desk believes. */
export interface GatewayOrderView {
  clientId: number;
  orderId: number;
  permId: number;
  accountId: string;
  conId: number;
  orderRef: string;
  side: string;
  orderType: string;
  quantity: number;
  limitPrice: number | null;
  stopPrice: number | null;
  status: string;
  filled: number;
}

export interface GatewayExecutionView {
  execId: string;
  permId: number;
  orderRef: string;
  conId: number;
  side: string;
  quantity: number;
  price: number;
}

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
