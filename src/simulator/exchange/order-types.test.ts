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

const spy = 756733;
const oneDayAtFullSpeedMs = 23_400;

function last(): number {
  const instrument = gateway.market.byConId(spy);
  if (instrument === undefined) throw new Error('SPY is not listed.');
  const { calendar } = gateway.market;
  return gateway.market.of(instrument).lastAt(calendar.momentOf(gateway.control.simulatedTime()));
}

function shock(percent: number): void {
  gateway.control.priceShock('SPY', percent);
  clock.advance(1000);
}

describe('an order if touched', () => {
  it('buys at the market once the price has come down to its own', () => {
    client.placeOrder(1, { quantity: 1, orderType: 'MIT', stopPrice: Math.floor(last()) - 3 });
    clock.advance(1000);
    expect(client.statuses(1)).toEqual(['PreSubmitted', 'PreSubmitted']);
    expect(client.of(3)[0]?.[10]).toBe('trigger');
    shock(-2);
    expect(client.statuses(1).at(-1)).toBe('Filled');
  });

  it('with a limit sells at the limit or better', () => {
    const price = Math.ceil(last()) + 3;
    client.placeOrder(1, {
      action: 'SELL',
      quantity: 1,
      orderType: 'LIT',
      stopPrice: price,
      limitPrice: price + 50,
    });
    shock(3);
    expect(client.statuses(1).at(-1)).toBe('Submitted');
    shock(20);
    expect(client.statuses(1).at(-1)).toBe('Filled');
  });
});

describe('a trailing stop', () => {
  const stops = (): number[] => {
    client.forget();
    client.send(5, 1);
    // auxPrice stays the distance; trailStopPrice is where the stop stands.
    return client.of(5).map((fields) => Number(fields.find((_, i) => i === 65)));
  };

  it('follows the market up, not down, and sells when it is reached', () => {
    client.placeOrder(1, { action: 'SELL', quantity: 1, orderType: 'TRAIL', stopPrice: 5 });
    const [first = 0] = stops();
    expect(first).toBeCloseTo(last() - 5, 0);
    shock(3);
    const [higher = 0] = stops();
    expect(higher).toBeGreaterThan(first + 5);
    shock(-1);
    expect(stops()[0]).toBe(higher);
    shock(-2);
    expect(client.statuses(1).at(-1)).toBe('Filled');
    expect(Number(gateway.control.executions()[0]?.price)).toBeLessThan(higher);
  });

  it('by a percentage begins at the price it is given', () => {
    const trailStopPrice = Math.ceil(last()) + 1;
    client.placeOrder(1, { quantity: 1, orderType: 'TRAIL', trailingPercent: 2, trailStopPrice });
    expect(stops()).toEqual([trailStopPrice]);
    shock(-5);
    expect(stops()[0]).toBeCloseTo(last() * 1.02, 0);
  });

  it('with a limit becomes a limit order that far from its stop', () => {
    client.placeOrder(1, {
      action: 'SELL',
      quantity: 1,
      orderType: 'TRAIL LIMIT',
      stopPrice: 2,
      limitPriceOffset: 0.5,
    });
    const [stop = 0] = stops();
    shock(-5);
    expect(gateway.control.orders()).toMatchObject([
      { status: 'Submitted', limitPrice: Math.round((stop - 0.5) * 100) / 100 },
    ]);
    client.placeOrder(1, {
      action: 'SELL',
      quantity: 2,
      orderType: 'TRAIL LIMIT',
      stopPrice: 2,
      limitPriceOffset: 1,
    });
    expect(gateway.control.orders()).toMatchObject([
      { status: 'Submitted', limitPrice: Math.round((stop - 1) * 100) / 100 },
    ]);
  });
});

describe('fill or kill', () => {
  it('trades all of it or nothing', () => {
    client.placeOrder(1, { quantity: 1, timeInForce: 'FOK' });
    client.placeOrder(2, {
      quantity: 3400,
      orderType: 'LMT',
      limitPrice: Math.round((last() + 0.01) * 100) / 100,
      timeInForce: 'FOK',
    });
    client.placeOrder(3, { quantity: 1, orderType: 'LMT', limitPrice: 200, timeInForce: 'FOK' });
    expect([1, 2, 3].map((id) => client.statuses(id).at(-1))).toEqual([
      'Filled',
      'Cancelled',
      'Cancelled',
    ]);
    expect(gateway.control.executions()).toHaveLength(1);
  });
});

describe('an order good till a date', () => {
  const goodTill = (orderId: number, goodTillDate: string): void =>
    client.placeOrder(orderId, {
      quantity: 1,
      orderType: 'LMT',
      limitPrice: 100,
      timeInForce: 'GTD',
      goodTillDate,
    });

  it('ends at its moment', () => {
    goodTill(1, '20200309 09:35:00 US/Eastern');
    expect(client.of(5)[0]).toContain('20200309 09:35:00 US/Eastern');
    clock.advance(299_000);
    expect(client.statuses(1)).toEqual(['Submitted']);
    clock.advance(2000);
    expect(client.statuses(1)).toEqual(['Submitted', 'Cancelled']);
  });

  it('that names a day alone lives through that day', () => {
    gateway.control.setSpeed(1000);
    goodTill(1, '20200310');
    clock.advance(oneDayAtFullSpeedMs + 1000);
    expect(client.statuses(1)).toEqual(['Submitted']);
    clock.advance(oneDayAtFullSpeedMs);
    expect(client.statuses(1)).toEqual(['Submitted', 'Cancelled']);
  });
});

describe('an auction', () => {
  it('at the close trades at the closing price, in full, or not beyond a limit', () => {
    gateway.control.setSpeed(1000);
    client.placeOrder(1, { quantity: 3000, orderType: 'MOC' });
    client.placeOrder(2, { quantity: 10, orderType: 'LOC', limitPrice: 300 });
    client.placeOrder(3, { quantity: 10, orderType: 'LOC', limitPrice: 100 });
    clock.advance(oneDayAtFullSpeedMs - 1000);
    expect(gateway.control.executions()).toEqual([]);
    clock.advance(2000);
    // What the S&P 500 closed at on 2020-03-09, by ten.
    expect(gateway.control.executions()).toMatchObject([
      { quantity: 3000, price: 274.66 },
      { quantity: 10, price: 274.66 },
    ]);
    expect(client.statuses(3)).toEqual(['PreSubmitted', 'Cancelled']);
    expect(client.of(11)[0]?.join(' ')).toContain('20200309 15:59:59 US/Eastern');
  });

  it('at the open trades at the next opening price', () => {
    gateway.control.setSpeed(1000);
    client.placeOrder(1, { quantity: 3000, timeInForce: 'OPG' });
    client.placeOrder(2, { quantity: 10, orderType: 'LMT', limitPrice: 100, timeInForce: 'OPG' });
    clock.advance(oneDayAtFullSpeedMs + 1000);
    expect(gateway.control.executions()).toMatchObject([{ quantity: 3000, price: 281.35 }]);
    expect(client.statuses(2)).toEqual(['PreSubmitted', 'Cancelled']);
    expect(client.of(11)[0]?.join(' ')).toContain('20200310 09:30:00 US/Eastern');
  });
});
