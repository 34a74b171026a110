import { beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../test/support/virtual-clock.ts';
import { bareGateway, type BareGateway, type CoreClient } from './core-client.fixture.ts';
import { GatewayOptionsError } from './gateway-options.ts';

let clock: VirtualClock;
let gateway: BareGateway;
let client: CoreClient;

beforeEach(() => {
  clock = new VirtualClock();
  gateway = bareGateway(clock);
  client = gateway.client();
  client.send(1, 11, 5, 756733, '', '', '', 0, '', '', '', '', '', '', '', 0, '', 0, 0, '');
  client.forget();
});

describe('trouble on purpose', () => {
  it('drops one client or all of them', () => {
    const other = gateway.client(2);
    gateway.control.drop(2);
    expect([client.isClosed, other.isClosed]).toEqual([false, true]);
    gateway.control.drop();
    expect(client.isClosed).toBe(true);
    expect(gateway.control.clients()).toEqual([]);
    expect(gateway.client(1).isClosed).toBe(false);
  });

  it('falls silent, and then says what it held back', () => {
    gateway.control.silence();
    client.send(49, 1);
    clock.advance(5000);
    expect(client.received).toEqual([]);
    const late = gateway.connect();
    late.shakeHands(193);
    expect(late.received).toEqual([]);
    gateway.control.speak();
    expect(client.of(49)).toHaveLength(1);
    expect(late.received).toHaveLength(1);
  });

  it('refuses connections until it does no longer', () => {
    gateway.control.refuseConnections(true);
    expect(gateway.connect().events).toBeNull();
    gateway.control.refuseConnections(false);
    expect(gateway.connect().events).not.toBeNull();
  });

  it('loses connectivity and its data', () => {
    gateway.control.notify(1100);
    clock.advance(2000);
    expect(client.received.map(([id]) => id)).toEqual(['4']);
    gateway.control.notify(1101);
    clock.advance(2000);
    expect(client.errors().map(({ id, code }) => [id, code])).toEqual([
      [-1, 1100],
      [-1, 1101],
    ]);
    expect(client.of(1)).toEqual([]);
  });

  it('loses connectivity and keeps its data', () => {
    gateway.control.notify(1100);
    gateway.control.notify(1102);
    clock.advance(2000);
    expect(client.of(1).length).toBeGreaterThan(0);
  });

  it('sends any notice', () => {
    gateway.control.notify(2103);
    gateway.control.notify(1300, 'Use port 4001.');
    expect(client.errors()).toEqual([
      { id: -1, code: 2103, text: 'Market data farm connection is broken:usfarm' },
      { id: -1, code: 1300, text: 'Use port 4001.' },
    ]);
  });

  it('leaves lines dead after a farm came back, until they are asked for anew', () => {
    gateway.control.notify(2103);
    gateway.control.deadenFeeds();
    gateway.control.notify(2104);
    client.forget();
    clock.advance(2000);
    expect(client.received).toEqual([]);
    client.send(2, 1, 5);
    client.send(1, 11, 6, 756733, '', '', '', 0, '', '', '', '', '', '', '', 0, '', 0, 0, '');
    client.forget();
    clock.advance(2000);
    expect(client.errors()).toEqual([]);
    expect(client.of(1).every(([, , id]) => id === '6')).toBe(true);
    expect(client.of(1).length).toBeGreaterThan(0);
  });

  it('swallows an order without a trace', () => {
    gateway.control.swallowNextOrder();
    client.placeOrder(1, { quantity: 10 });
    expect(client.received).toEqual([]);
    expect(gateway.control.orders()).toEqual([]);
    client.placeOrder(2, { quantity: 10 });
    expect(gateway.control.orders()).toHaveLength(1);
  });

  it('loses the acknowledgement of an order that works', () => {
    gateway.control.loseNextAcknowledgement();
    client.placeOrder(1, { orderType: 'LMT', limitPrice: 200, orderRef: 'lost' });
    expect(client.received).toEqual([]);
    expect(gateway.control.orders()).toMatchObject([{ orderRef: 'lost', status: 'Submitted' }]);
    client.send(5, 1);
    expect(client.of(5)[0]).toContain('lost');
  });

  it('refuses an order with any error', () => {
    gateway.control.rejectNextOrder(201, 'Order rejected - reason:because');
    client.placeOrder(1, { quantity: 10 });
    expect(client.errors()).toEqual([
      { id: 1, code: 201, text: 'Order rejected - reason:because' },
    ]);
    expect(gateway.control.orders()).toEqual([]);
  });

  it('lets nothing trade for a while', () => {
    gateway.control.pauseFills();
    client.placeOrder(1, { quantity: 10 });
    clock.advance(2000);
    expect(gateway.control.executions()).toEqual([]);
    gateway.control.resumeFills();
    clock.advance(250);
    expect(gateway.control.executions()).toMatchObject([{ quantity: 10, side: 'BUY' }]);
  });

  it('sends a burst of ticks', () => {
    gateway.control.tickBurst('SPY', 1000);
    expect(client.received.length).toBeGreaterThan(1000);
  });

  it('changes the speed of time', () => {
    gateway.control.setSpeed(600);
    const before = gateway.control.simulatedTime();
    clock.advance(1000);
    expect(gateway.control.simulatedTime() - before).toBe(600_000);
  });

  it('knows its instruments', () => {
    expect(() => gateway.control.priceShock('NOSUCH', -5)).toThrow(GatewayOptionsError);
  });
});
