import { describe, expect, it } from 'vitest';

import type { Order } from '#shared/domain/order.ts';

import { gravestUnsettled, noteUnsettled, type UnsettledOrders } from './unsettled-orders.ts';

const at = (second: number): string => `2020-03-09T14:00:0${second}.000Z`;

const sending: Order = {
  orderRef: 'first',
  orderId: 1,
  clientId: 11,
  permId: null,
  accountId: 'DU1000001',
  instrumentId: 7,
  displaySymbol: 'SPY',
  side: 'BUY',
  orderType: 'LMT',
  quantity: 10,
  limitPrice: 280,
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
  placedAt: at(1),
  updatedAt: at(1),
};
const second: Order = { ...sending, orderRef: 'second', placedAt: at(2) };
const working = { status: 'WORKING' } as const;
const cancelling = { status: 'CANCELLING', updatedAt: at(3) } as const;

describe('the gravest of the orders about which the broker owes a word', () => {
  it.each<[string, Order[], string | null]>([
    ['nothing was asked', [], null],
    ['one is unanswered', [sending], 'first'],
    ['two are: who waits longer', [sending, second], 'first'],
    ['the first is answered', [sending, second, { ...sending, ...working }], 'second'],
    ['both are answered', [sending, { ...sending, ...working }], null],
    [
      'one is being cancelled',
      [
        { ...sending, ...working },
        { ...sending, ...cancelling },
      ],
      'first',
    ],
    [
      'what is asked anew has waited least',
      [sending, { ...sending, ...working }, second, { ...sending, ...cancelling }],
      'second',
    ],
    ['told of again, it keeps its place', [sending, second, { ...sending, permId: 5 }], 'first'],
    ['an unknown fate comes first', [sending, { ...second, status: 'UNKNOWN' }], 'second'],
    [
      'until it is known',
      [
        { ...second, status: 'UNKNOWN' },
        { ...second, ...working },
      ],
      null,
    ],
    ['an ended order', [sending, { ...sending, status: 'CANCELLED' }], null],
    ['an order of another client', [{ ...sending, external: true, status: 'UNKNOWN' }], null],
    ['an order in another instrument', [{ ...sending, instrumentId: 8 }], null],
  ])('%s', (_what, orders, gravest) => {
    const all: UnsettledOrders = new Map();
    for (const order of orders) noteUnsettled(all, order);
    expect(gravestUnsettled(all, 7)).toBe(gravest);
  });
});
