import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { seededRandom } from '../random.ts';
import { ScratchExchange } from './exchange.fixture.ts';
import type { ExchangeOrder } from './order.ts';
import { latencies, OrderTravel } from './order-travel.ts';

function drawn(middleMs: number, seed: number, count = 2000): number[] {
  const next = latencies(middleMs, seededRandom(seed));
  return Array.from({ length: count }, next);
}

describe('latencies', () => {
  it('are all 0 around 0', () => {
    expect(new Set(drawn(0, 1))).toEqual(new Set([0]));
  });

  it('are spread around their middle, with a cap', () => {
    const sorted = drawn(40, 1).toSorted((a, b) => a - b);
    const share = (of: number): number => sorted[Math.floor(sorted.length * of)] ?? NaN;
    expect(share(0.5)).toBeGreaterThan(38);
    expect(share(0.5)).toBeLessThan(42);
    expect(share(0.95)).toBeGreaterThan(60);
    expect(share(0.05)).toBeLessThan(26);
    expect(sorted[0]).toBeGreaterThan(0);
    expect(sorted.at(-1)).toBeLessThanOrEqual(160);
  });

  it('are the same for the same seed', () => {
    expect(drawn(40, 7)).toEqual(drawn(40, 7));
    expect(drawn(40, 7)).not.toEqual(drawn(40, 8));
  });
});

describe('the way to the exchange', () => {
  const exampleOrder = (clientId: number, orderId: number): ExchangeOrder => {
    const scratch = new ScratchExchange(new VirtualClock());
    scratch.place({ limitPrice: 100 }, { clientId, orderId });
    return scratch.order(orderId, clientId);
  };
  const [first, second, other] = [exampleOrder(1, 1), exampleOrder(1, 2), exampleOrder(2, 1)];

  function travel(delays: number[]): { clock: VirtualClock; road: OrderTravel; arrived: string[] } {
    const clock = new VirtualClock();
    const arrived: string[] = [];
    const road = new OrderTravel(
      clock,
      () => delays.shift() ?? 0,
      ({ clientId, orderId }) => arrived.push(`${clientId}:${orderId} at ${clock.monotonic()}`),
      (work) => work(),
    );
    return { clock, road, arrived };
  }

  it('of no length is over at once', () => {
    const { road, arrived } = travel([0]);
    road.send(first);
    expect(arrived).toEqual(['1:1 at 0']);
  });

  it('is a queue for the orders of a client, and not for those of two', () => {
    const { clock, road, arrived } = travel([50, 10, 20]);
    road.send(first);
    road.send(second);
    road.send(other);
    clock.advance(100);
    expect(arrived).toEqual(['2:1 at 20', '1:1 at 50', '1:2 at 50']);
  });

  it('of an order sent twice ends once, with the second', () => {
    const { clock, road, arrived } = travel([50, 30]);
    road.send(first);
    clock.advance(40);
    road.send(first);
    clock.advance(100);
    expect(arrived).toEqual(['1:1 at 70']);
  });

  it('never lets an order pass another of its client', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 30 }), (delays) => {
        const { clock, road, arrived } = travel([...delays]);
        const orders = delays.map((_, i) => ({ ...first, orderId: i }));
        for (const order of orders) {
          road.send(order);
          clock.advance(3);
        }
        clock.advance(200);
        expect(arrived.map((text) => Number(text.split(/[: ]/)[1]))).toEqual(
          orders.map(({ orderId }) => orderId),
        );
      }),
    );
  });
});
