import { describe, expect, it } from 'vitest';

import {
  firstRequestId,
  isOrderId,
  isRequestId,
  OrderIds,
  OrderIdsExhaustedError,
  RequestIds,
} from './request-ids.ts';

describe('ids on the wire', () => {
  it('come from ranges that never meet', () => {
    const requests = new RequestIds();
    expect(requests.next()).toBe(firstRequestId);
    expect(requests.next()).toBe(firstRequestId + 1);
    for (const id of [-1, 0, 1, firstRequestId - 1, firstRequestId, 2_000_000_000, 2_000_000_001]) {
      expect(isOrderId(id) && isRequestId(id)).toBe(false);
    }
    expect([isOrderId(0), isOrderId(1), isRequestId(firstRequestId)]).toEqual([false, true, true]);
  });

  it('an order id is greater than any the gateway has named', () => {
    const orders = new OrderIds();
    orders.startAt(10);
    expect(orders.next()).toBe(10);
    orders.seen(57);
    expect(orders.peek()).toBe(58);
    orders.seen(3);
    orders.seen(0);
    orders.seen(firstRequestId + 5);
    expect(orders.next()).toBe(58);
    orders.startAt(20);
    expect(orders.next()).toBe(59);
  });

  it('refuses to run into the range of requests', () => {
    const orders = new OrderIds();
    expect(() => orders.startAt(firstRequestId)).toThrow(OrderIdsExhaustedError);
    orders.startAt(firstRequestId - 1);
    orders.next();
    expect(() => orders.next()).toThrow(/Reset API order ID sequence/);
  });
});
