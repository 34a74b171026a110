import type { Order } from '#shared/domain/order.ts';

/** A working order of this desk: buy 10 of instrument 756733 at 100. */
export function order(change: Partial<Order> = {}): Order {
  return {
    orderRef: 'order-1',
    orderId: 1,
    clientId: 1,
    permId: null,
    accountId: 'DU1000001',
    instrumentId: 756733,
    displaySymbol: 'SPY',
    side: 'BUY',
    orderType: 'LMT',
    quantity: 10,
    limitPrice: 100,
    stopPrice: null,
    timeInForce: 'DAY',
    outsideRth: false,
    status: 'WORKING',
    filledQuantity: 0,
    averageFillPrice: null,
    reason: null,
    pendingChange: null,
    external: false,
    placedBy: 'p1',
    placedAt: '2020-03-09T14:00:00.000Z',
    updatedAt: '2020-03-09T14:00:00.000Z',
    ...change,
  };
}
