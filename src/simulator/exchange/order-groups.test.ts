import { beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { bareGateway, type BareGateway, type CoreClient } from '../core-client.fixture.ts';

let clock: VirtualClock;
let gateway: BareGateway;
let client: CoreClient;

beforeEach(() => {
  clock = new VirtualClock();
  gateway = bareGateway(clock);
  client = gateway.client();
  client.forget();
});

/** Reaches the touch, and no more of the book than two levels. */
function nearAsk(): number {
  const instrument = gateway.market.byConId(756733);
  if (instrument === undefined) throw new Error('SPY is not listed.');
  const moment = gateway.market.calendar.momentOf(gateway.control.simulatedTime());
  return Math.round((gateway.market.of(instrument).lastAt(moment) + 0.01) * 100) / 100;
}

/** More than two levels of the book show. */
const large = 3400;

function statuses(): string[] {
  return gateway.control
    .orders()
    .toSorted((a, b) => a.orderId - b.orderId)
    .map(({ status }) => status);
}

/** A buy at `limitPrice` with a profit taker at 300 and a stop at 200, transmitted with the last of them. */
function placeBracket(limitPrice: number): void {
  client.placeOrder(1, { quantity: 10, orderType: 'LMT', limitPrice, transmit: false });
  const child = { action: 'SELL', quantity: 10, parentId: 1 };
  client.placeOrder(2, { ...child, orderType: 'LMT', limitPrice: 300, transmit: false });
  client.placeOrder(3, { ...child, orderType: 'STP', stopPrice: 200 });
}

describe('a bracket', () => {
  it('says nothing until its last order is transmitted, then all of it in order', () => {
    client.placeOrder(1, { orderType: 'LMT', limitPrice: 100, quantity: 10, transmit: false });
    expect(client.received).toEqual([]);
    client.placeOrder(2, { action: 'SELL', quantity: 10, orderType: 'MKT', parentId: 1 });
    expect([...new Set(client.of(3).map(([, id]) => id))]).toEqual(['1', '2']);
    expect(client.statuses(1)).toEqual(['Submitted']);
    expect(client.of(3).at(-1)?.slice(2, 12)).toEqual([
      'PreSubmitted',
      '0',
      '10',
      '0',
      client.of(3).at(-1)?.[6],
      '1',
      '0',
      '1',
      'child',
      '0',
    ]);
  });

  it('holds its children until the parent has filled', () => {
    placeBracket(200);
    clock.advance(1000);
    expect(statuses()).toEqual(['Submitted', 'PreSubmitted', 'PreSubmitted']);
    expect(client.of(3).at(-1)?.[10]).toBe('child,trigger');
    gateway.control.priceShock('SPY', -40);
    clock.advance(1000);
    // Filled at 200; the stop at 200 is then reached as well.
    expect(statuses()).toEqual(['Filled', 'Cancelled', 'Filled']);
  });

  it('lets one child close the position and cancels the other', () => {
    placeBracket(295);
    clock.advance(1000);
    expect(statuses()).toEqual(['Filled', 'Submitted', 'PreSubmitted']);
    gateway.control.priceShock('SPY', 20);
    clock.advance(5000);
    expect(statuses()).toEqual(['Filled', 'Filled', 'Cancelled']);
    expect(client.errors()).toMatchObject([{ id: 3, code: 202 }]);
    expect(gateway.control.executions().map(({ side }) => side)).toEqual(['BUY', 'SELL']);
  });

  it('ends with its parent', () => {
    placeBracket(200);
    client.cancelOrder(1);
    expect(statuses()).toEqual(['Cancelled', 'Cancelled', 'Cancelled']);
    expect(client.errors().map(({ id, code }) => [id, code])).toEqual([
      [1, 202],
      [2, 202],
      [3, 202],
    ]);
  });

  it('whose parent is rejected takes no children', () => {
    client.placeOrder(1, { quantity: 50_000, transmit: false });
    client.placeOrder(2, { action: 'SELL', quantity: 10, orderType: 'MKT', parentId: 1 });
    expect(statuses()).toEqual(['Inactive']);
    expect(client.errors().map(({ id, code }) => [id, code])).toEqual([
      [1, 201],
      [2, 10006],
    ]);
  });

  it('whose parent ends half filled keeps children for that half', () => {
    client.placeOrder(1, {
      quantity: large,
      orderType: 'LMT',
      limitPrice: nearAsk(),
      timeInForce: 'IOC',
      transmit: false,
    });
    client.placeOrder(2, {
      action: 'SELL',
      quantity: large,
      orderType: 'LMT',
      limitPrice: 290,
      parentId: 1,
    });
    // With nothing between the order and the exchange the parent is over before its child arrives.
    expect(client.errors().map(({ id, code }) => [id, code])).toEqual([
      [1, 202],
      [2, 10006],
    ]);
    const slow = bareGateway(clock, { latencyMs: 40 });
    const trader = slow.client();
    const parent = {
      quantity: large,
      orderType: 'LMT',
      limitPrice: nearAsk(),
      timeInForce: 'IOC',
    };
    trader.placeOrder(1, { ...parent, transmit: false });
    const child = { action: 'SELL', quantity: large, orderType: 'LMT', limitPrice: 300 };
    trader.placeOrder(2, { ...child, parentId: 1 });
    clock.advance(1000);
    const [done, left] = slow.control.orders();
    expect(done?.status).toBe('Cancelled');
    expect(done?.filled).toBeGreaterThan(0);
    expect(left).toMatchObject({ status: 'Submitted', quantity: done?.filled });
  });

  it('survives a change of a child', () => {
    placeBracket(200);
    client.placeOrder(2, {
      action: 'SELL',
      quantity: 10,
      parentId: 1,
      orderType: 'LMT',
      limitPrice: 285,
    });
    expect(statuses()).toEqual(['Submitted', 'PreSubmitted', 'PreSubmitted']);
    const groups = client.of(5).map((fields) => fields[19]);
    expect(groups.at(-1)).toBe(gateway.control.orders()[0]?.permId.toString());
  });
});

describe('an OCA group', () => {
  const member = (orderId: number, limitPrice: number, ocaType: number, quantity = 100): void =>
    client.placeOrder(orderId, {
      quantity,
      orderType: 'LMT',
      limitPrice,
      ocaGroup: 'one',
      ocaType,
    });

  it.each([1, 2, 3])('of type %i cancels the others when one has filled', (ocaType) => {
    member(1, 200, ocaType);
    client.placeOrder(2, { orderType: 'LMT', limitPrice: 200, ocaGroup: 'another' });
    member(3, 290, ocaType, 1);
    expect(statuses()).toEqual(['Cancelled', 'Submitted', 'Filled']);
  });

  it('of type 1 cancels the others with the first part of a fill', () => {
    member(1, 200, 1, large);
    member(2, nearAsk(), 1, large);
    expect(statuses()).toEqual(['Cancelled', 'Submitted']);
  });

  it.each([2, 3])('of type %i reduces the others in proportion to a part', (ocaType) => {
    member(1, 200, ocaType, large);
    member(2, nearAsk(), ocaType, large);
    const [first, second] = gateway.control.orders();
    expect(second?.filled).toBeGreaterThan(0);
    expect(first).toMatchObject({
      status: 'Submitted',
      quantity: large - (second?.filled ?? 0),
    });
    clock.advance(20_000);
    expect(statuses()).toEqual(['Cancelled', 'Filled']);
  });
});
