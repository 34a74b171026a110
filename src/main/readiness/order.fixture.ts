import type { Order } from '#shared/domain/order.ts';

const at = '2026-01-05T10:00:00.000Z';

/** An order of this desk that is being sent: buy 2 SPY at 100. */
export function orderOf(change: Partial<Order> = {}): Order {
  return {
    orderRef: 'a',
    orderId: 1,
    clientId: 11,
    permId: 9,
    accountId: 'DU1000001',
    instrumentId: 756733,
    displaySymbol: 'SPY',
    side: 'BUY',
    orderType: 'LMT',
    quantity: 2,
    limitPrice: 100,
    stopPrice: null,
    timeInForce: 'DAY',
    outsideRth: false,
    status: 'SENDING',
    filledQuantity: 0,
    averageFillPrice: null,
    reason: null,
    pendingChange: null,
    external: false,
    placedBy: 'readiness',
    placedAt: at,
    updatedAt: at,
    ...change,
  };
}
