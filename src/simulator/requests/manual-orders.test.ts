import { beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { bareGateway, type BareGateway } from '../core-client.fixture.ts';
import type { ManualOrderInput } from './manual-orders.ts';

let clock: VirtualClock;
let gateway: BareGateway;

beforeEach(() => {
  clock = new VirtualClock();
  gateway = bareGateway(clock);
});

const byHand: ManualOrderInput = {
  symbol: 'SPY',
  side: 'BUY',
  quantity: 10,
  orderType: 'LMT',
  limitPrice: 200,
};

describe('an order entered by hand', () => {
  it('is seen by those who ask for all orders, with order id 0 and its permId', () => {
    const permId = gateway.control.placeManualOrder(byHand);
    gateway.control.placeManualOrder({ ...byHand, limitPrice: 201 });
    const client = gateway.client(7);
    client.send(5, 1);
    expect(client.of(5)).toEqual([]);
    client.send(16, 1);
    expect(client.of(5).map((fields) => fields[1])).toEqual(['0', '0']);
    expect(client.of(3).map((fields) => [fields[1], fields[9]])).toEqual([
      ['0', '0'],
      ['0', '0'],
    ]);
    expect(client.of(3)[0]?.[6]).toBe(String(permId));
  });

  it('trades, and its execution has order id 0', () => {
    gateway.control.placeManualOrder({ ...byHand, orderType: 'MKT', limitPrice: null });
    clock.advance(1000);
    const client = gateway.client(7);
    client.send(7, 3, 9, 0, '', '', '', '', '', '');
    expect(client.of(11).map((fields) => fields[2])).toEqual(['0']);
    client.send(99, 0);
    expect(client.of(101)).toHaveLength(1);
    client.send(99, 1);
    // Those of clients alone.
    expect(client.of(101)).toHaveLength(1);
    expect(client.of(102)).toHaveLength(2);
  });

  it('is refused as any other', () => {
    const enter = (wrong: Partial<ManualOrderInput>) => () =>
      gateway.control.placeManualOrder({ ...byHand, ...wrong });
    expect(enter({ symbol: 'NOSUCH' })).toThrow('200');
    expect(enter({ limitPrice: 200.001 })).toThrow('110');
    expect(gateway.control.orders()).toEqual([]);
  });
});

describe('client 0', () => {
  it('has new ones bound to it as it asked, under its next order id', () => {
    const zero = gateway.client(0);
    zero.placeOrder(41, { orderType: 'LMT', limitPrice: 150 });
    zero.send(15, 1, 1);
    zero.forget();
    const permId = gateway.control.placeManualOrder(byHand);
    expect(zero.received.map(([id]) => id)).toEqual(['100', '5', '3']);
    expect(zero.of(100)).toEqual([['100', String(permId), '0', '42']]);
    zero.forget();
    zero.cancelOrder(42);
    expect(zero.statuses(42)).toEqual(['Cancelled']);
    expect(gateway.control.orders().find((order) => order.permId === permId)?.status).toBe(
      'Cancelled',
    );
  });

  it('takes those that are there as it asks for its open orders', () => {
    gateway.control.placeManualOrder(byHand);
    const zero = gateway.client(0);
    zero.send(5, 1);
    expect(zero.of(100)).toHaveLength(1);
    expect(zero.of(5).at(-1)?.[1]).toBe('1');
    zero.forget();
    zero.send(8, 1, 1);
    expect(zero.of(9)).toEqual([['9', '1', '2']]);
  });

  it('may hear of them and leave them where they are', () => {
    const zero = gateway.client(0);
    zero.send(15, 1, 0);
    zero.forget();
    gateway.control.placeManualOrder(byHand);
    expect(zero.of(100)).toEqual([]);
    expect(zero.statuses(0)).toEqual(['Submitted']);
    gateway.client(4).send(58, '', '');
    expect(zero.statuses(0)).toEqual(['Submitted', 'Cancelled']);
    // Never under an id that an order of its own may have.
    expect(zero.errors()).toMatchObject([{ id: 0, code: 202 }]);
  });

  it('hears nothing of them unless it asked', () => {
    const zero = gateway.client(0);
    zero.forget();
    gateway.control.placeManualOrder(byHand);
    expect(zero.received).toEqual([]);
  });
});

it('no other client may bind', () => {
  const client = gateway.client(3);
  client.forget();
  client.send(15, 1, 1);
  expect(client.errors()).toMatchObject([{ code: 321 }]);
});
