import { describe, expect, it } from 'vitest';

import type { GatewayBooks } from '#shared/domain/gateway-books.ts';

import { booksDifference, type DeskBooks } from './books-compared.ts';

const gateway: GatewayBooks = {
  orders: [
    { orderRef: 'a', permId: 1, status: 'Filled', quantity: 5, filled: 5 },
    { orderRef: 'b', permId: 2, status: 'Submitted', quantity: 5, filled: 2 },
    { orderRef: 'c', permId: 3, status: 'Cancelled', quantity: 5, filled: 0 },
  ],
  executions: [
    { execId: 'x1', orderRef: 'a', conId: 7, side: 'BUY', quantity: 5, price: 10 },
    { execId: 'x2', orderRef: 'b', conId: 7, side: 'SELL', quantity: 2, price: 10 },
  ],
};
const desk: DeskBooks = {
  orders: [
    { orderRef: 'a', status: 'FILLED', filledQuantity: 5 },
    { orderRef: 'b', status: 'PARTLY_FILLED', filledQuantity: 2 },
    { orderRef: 'c', status: 'CANCELLED', filledQuantity: 0 },
    { orderRef: 'd', status: 'REJECTED', filledQuantity: 0 },
  ],
  execIds: ['x1', 'x2'],
  positions: [{ instrumentId: 7, quantity: 3 }],
};

describe('the books of a desk and of its gateway', () => {
  it.each<[string, Partial<DeskBooks>, Partial<GatewayBooks>, string[]]>([
    ['agree', {}, {}, []],
    [
      'differ in an order that the gateway never had',
      { orders: [...desk.orders, { orderRef: 'e', status: 'WORKING', filledQuantity: 0 }] },
      {},
      ['The order e is WORKING at the desk, and the gateway has none.'],
    ],
    [
      'differ in an order that the desk does not know',
      { orders: desk.orders.slice(1) },
      {},
      ['The gateway has the order a, and the desk has none.'],
    ],
    [
      'differ in an order whose fate the desk does not know',
      { orders: desk.orders.with(1, { orderRef: 'b', status: 'UNKNOWN', filledQuantity: 2 }) },
      {},
      ['The order b is UNKNOWN with 2 filled at the desk, and Submitted with 2 at the gateway.'],
    ],
    [
      'differ in what was filled',
      { orders: desk.orders.with(1, { orderRef: 'b', status: 'WORKING', filledQuantity: 0 }) },
      {},
      ['The order b is WORKING with 0 filled at the desk, and Submitted with 2 at the gateway.'],
    ],
    [
      'differ in an order that was sent twice',
      {},
      {
        orders: [
          ...gateway.orders,
          { orderRef: 'b', permId: 9, status: 'Submitted', quantity: 5, filled: 2 },
        ],
      },
      ['The order b is at the gateway twice.'],
    ],
    ['differ in a lost fill', { execIds: ['x1'] }, {}, ['The fill x2 is lost.']],
    [
      'differ in a fill that counts twice',
      { execIds: ['x1', 'x2', 'x2'], positions: [{ instrumentId: 7, quantity: 1 }] },
      {},
      ['The fill x2 is on record twice.', 'Of 7 the desk holds 1, and by its fills the account 3.'],
    ],
    [
      'differ in a fill that nobody made',
      { execIds: ['x1', 'x2', 'x3'] },
      {},
      ['The fill x3 never was at the gateway.'],
    ],
    [
      'differ in what is held',
      { positions: [] },
      {},
      ['Of 7 the desk holds 0, and by its fills the account 3.'],
    ],
  ])('%s', (_what, here, there, said) => {
    expect(booksDifference({ ...desk, ...here }, { ...gateway, ...there })).toEqual(said);
  });
});
