import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { NewFact } from '#shared/domain/fact.ts';
import type { Order } from '#shared/domain/order.ts';

import { order } from './order.fixture.ts';
import { RestingOrders } from './resting-orders.ts';

const spy = 756733;
const seen = (change: Partial<Order>): NewFact => ({
  kind: 'order.changed',
  by: 'desk',
  body: { order: order(change), cause: 'order-status' },
});
const modify = (orderRef: string, limitPrice: number): NewFact => ({
  kind: 'order.modify-intended',
  by: 'p1',
  body: {
    orderRef,
    change: { quantity: null, limitPrice, stopPrice: null },
    verdicts: [],
    limitsVersion: 1,
  },
});

function resting(...facts: NewFact[]): RestingOrders {
  const made = new RestingOrders();
  for (const fact of facts) made.apply(fact);
  return made;
}

describe('resting orders', () => {
  it('are counted by instrument and side, and altogether', () => {
    const made = resting(
      seen({ orderRef: 'a' }),
      seen({ orderRef: 'b', side: 'SELL' }),
      seen({ orderRef: 'c', instrumentId: 2, external: true }),
    );
    expect([made.countOn(spy, 'BUY'), made.countOn(spy, 'SELL'), made.total]).toEqual([1, 1, 3]);
  });

  it('leave when they end', () => {
    const made = resting(seen({}), seen({ status: 'FILLED' }));
    expect([made.total, made.countOn(spy, 'BUY'), made.bestPrice(spy, 'BUY')]).toEqual([
      0,
      0,
      null,
    ]);
  });

  it('that are stop orders count but rest at no price', () => {
    const made = resting(seen({ orderType: 'STP LMT', stopPrice: 101 }));
    expect([made.total, made.bestPrice(spy, 'BUY')]).toEqual([1, null]);
  });

  it('rest at the nearer price while a modify is not answered', () => {
    const made = resting(seen({}), modify('order-1', 102));
    expect(made.bestPrice(spy, 'BUY')).toBe(102);
    made.apply(seen({ limitPrice: 99 }));
    expect(made.bestPrice(spy, 'BUY')).toBe(99);
  });

  it('know their best price whatever came and went', () => {
    const change = fc.record({
      orderRef: fc.constantFrom('a', 'b', 'c', 'd'),
      side: fc.constantFrom('BUY', 'SELL'),
      limitPrice: fc.integer({ min: 98, max: 102 }),
      status: fc.constantFrom('WORKING', 'WORKING', 'CANCELLED'),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        const made = new RestingOrders();
        const open = new Map<string, (typeof changes)[number]>();
        for (const each of changes) {
          made.apply(seen(each));
          if (each.status === 'WORKING') open.set(each.orderRef, each);
          else open.delete(each.orderRef);
          const prices = (side: string) =>
            [...open.values()]
              .filter((found) => found.side === side)
              .map(({ limitPrice }) => limitPrice);
          const [buys, sells] = [prices('BUY'), prices('SELL')];
          expect(made.bestPrice(spy, 'BUY')).toBe(buys.length === 0 ? null : Math.max(...buys));
          expect(made.bestPrice(spy, 'SELL')).toBe(sells.length === 0 ? null : Math.min(...sells));
        }
      }),
    );
  });
});
