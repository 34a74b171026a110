import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Verdict } from '#shared/domain/control.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import type { Order, OrderStatus } from '#shared/domain/order.ts';

import { BuyingPowerReservations } from './reservations.ts';

function order(orderRef: string, change: Partial<Order> = {}): Order {
  return {
    orderRef,
    orderId: 1,
    clientId: 1,
    permId: null,
    accountId: 'DU1000001',
    instrumentId: 756733,
    displaySymbol: 'SPY',
    side: 'BUY',
    orderType: 'LMT',
    quantity: 100,
    limitPrice: 50,
    stopPrice: null,
    timeInForce: 'DAY',
    outsideRth: false,
    status: 'SENDING',
    filledQuantity: 0,
    averageFillPrice: null,
    reason: null,
    pendingChange: null,
    external: false,
    placedBy: 'operator',
    placedAt: '2020-03-09T14:00:00.000Z',
    updatedAt: '2020-03-09T14:00:00.000Z',
    ...change,
  };
}

const verdicts = (needed: number | null): Verdict[] => [
  {
    controlId: 'buying-power',
    title: 'Buying power',
    outcome: 'pass',
    message: null,
    observed: needed,
    limit: null,
    unit: 'USD',
    scope: null,
    hard: true,
    overrideReason: null,
  },
];
const intended = (of: Order, needed: number | null): NewFact => ({
  kind: 'order.intended',
  by: 'operator',
  body: { order: of, verdicts: verdicts(needed), limitsVersion: 1 },
});
const changed = (to: Order): NewFact => ({
  kind: 'order.changed',
  by: 'desk',
  body: { order: to, cause: 'broker' },
});
const externalSeen = (seen: Order): NewFact => ({
  kind: 'order.external-seen',
  by: 'desk',
  body: { order: seen },
});
const modifyIntended = (orderRef: string, quantity: number | null, needed: number): NewFact => ({
  kind: 'order.modify-intended',
  by: 'operator',
  body: {
    orderRef,
    change: { quantity, limitPrice: null, stopPrice: null },
    verdicts: verdicts(needed),
    limitsVersion: 1,
  },
});

function after(...facts: NewFact[]): BuyingPowerReservations {
  const reservations = new BuyingPowerReservations(({ limitPrice }) => limitPrice);
  for (const fact of facts) reservations.apply(fact);
  return reservations;
}

describe('reservations of buying power', () => {
  it('are nothing without orders', () => {
    expect(after().total()).toBe(0);
  });

  it('take what the control said each order needs', () => {
    expect(after(intended(order('a'), 5000), intended(order('b'), 700)).total()).toBe(5700);
  });

  it('take nothing for an order that only shrinks exposure', () => {
    expect(after(intended(order('a'), null)).total()).toBe(0);
  });

  it('free what has filled', () => {
    const half = order('a', { status: 'PARTLY_FILLED', filledQuantity: 50 });
    expect(after(intended(order('a'), 5000), changed(half)).total()).toBe(2500);
  });

  it.each<[OrderStatus, number]>([
    ['WORKING', 5000],
    ['CANCELLING', 5000],
    ['UNKNOWN', 5000],
    ['FILLED', 0],
    ['CANCELLED', 0],
    ['REJECTED', 0],
  ])('of an order that is %s are %d', (status, total) => {
    expect(after(intended(order('a'), 5000), changed(order('a', { status }))).total()).toBe(total);
  });

  it('hold the larger of both while a modify is under way', () => {
    expect(after(intended(order('a'), 5000), modifyIntended('a', 150, 7500)).total()).toBe(7500);
    expect(after(intended(order('a'), 5000), modifyIntended('a', 50, 2500)).total()).toBe(5000);
  });

  it('leave out the order that is being modified', () => {
    const reservations = after(intended(order('a'), 5000), intended(order('b'), 700));
    expect(reservations.total('a')).toBe(700);
    expect(reservations.total('unknown')).toBe(5700);
  });

  it('value an order of another client in full', () => {
    const external = order('external:7', {
      status: 'PARTLY_FILLED',
      filledQuantity: 40,
      external: true,
    });
    expect(after(externalSeen(external)).total()).toBe(3000);
  });

  it('are unknown while an order of another client cannot be valued', () => {
    const external = order('external:7', { limitPrice: null, status: 'WORKING', external: true });
    const reservations = after(externalSeen(external));
    expect(reservations.total()).toBeNull();
    expect(reservations.total('external:7')).toBe(0);
    reservations.apply(changed({ ...external, status: 'CANCELLED' }));
    expect(reservations.total()).toBe(0);
  });

  it('are known as soon as that order can be valued', () => {
    let price: number | null = null;
    const reservations = new BuyingPowerReservations(() => price);
    reservations.apply(externalSeen(order('external:7', { status: 'WORKING' })));
    expect(reservations.total()).toBeNull();
    price = 51;
    expect(reservations.total()).toBe(5100);
  });

  it('add up to nothing again when every order has ended, in any order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }), (ends) => {
        const opening = ends.map((_, index) => intended(order(`${index}`), 0.1 * (index + 1)));
        const ending = ends.map((index) => changed(order(`${index}`, { status: 'CANCELLED' })));
        expect(after(...opening, ...ending).total()).toBe(0);
      }),
    );
  });
});
