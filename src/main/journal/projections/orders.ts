import { nextOrderStatus } from '#shared/domain/order-status.ts';
import { orderSchema, type OrderStatus } from '#shared/domain/order.ts';

import { recordWriter } from './columns.ts';
import type { FactOf, Projection } from './projection.ts';

/** Every order as it stands. */
export const orders: Projection<'orders'> = {
  table: 'orders',
  key: ['order_ref'],
  open(database) {
    const put = recordWriter(database, 'orders', orderSchema.keyof().options);
    const statusOf = database
      .prepare<[string], OrderStatus>('SELECT status FROM orders WHERE order_ref = ?')
      .pluck();
    const setStatus = database.prepare<[string, string, string]>(
      'UPDATE orders SET status = ?, updated_at = ? WHERE order_ref = ?',
    );
    const setPending = database.prepare<[string, string, string]>(
      'UPDATE orders SET pending_change = ?, updated_at = ? WHERE order_ref = ?',
    );
    const putOrder = (
      fact: FactOf<'order.intended' | 'order.denied' | 'order.changed' | 'order.external-seen'>,
    ): void => put(fact.body.order);

    return {
      'order.intended': putOrder,
      'order.denied': putOrder,
      'order.changed': putOrder,
      'order.external-seen': putOrder,
      'order.cancel-intended': (fact) => {
        const { orderRef } = fact.body;
        const status = statusOf.get(orderRef);
        if (status === undefined) return;
        setStatus.run(nextOrderStatus(status, 'cancel-requested'), fact.at, orderRef);
      },
      'order.modify-intended': (fact) => {
        setPending.run(JSON.stringify(fact.body.change), fact.at, fact.body.orderRef);
      },
    };
  },
};
