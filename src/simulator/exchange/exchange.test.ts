import { beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import {
  bareGateway,
  orderFields,
  type BareGateway,
  type CoreClient,
} from '../core-client.fixture.ts';

let clock: VirtualClock;
let gateway: BareGateway;
let client: CoreClient;

beforeEach(() => {
  clock = new VirtualClock();
  gateway = bareGateway(clock);
  client = gateway.client();
  client.forget();
});

/** The touch of SPY as a snapshot gives it. */
function touch(): { bid: number; ask: number; askSize: number; bidSize: number } {
  client.send(1, 11, 9000, 756733, '', '', '', 0, '', '', '', '', '', '', '', 0, '', 1, 0, '');
  const prices = client.of(1).filter(([, , id]) => id === '9000');
  const field = (id: string): string[] => prices.findLast((fields) => fields[3] === id) ?? [];
  return {
    bid: Number(field('1')[4]),
    bidSize: Number(field('1')[5]),
    ask: Number(field('2')[4]),
    askSize: Number(field('2')[5]),
  };
}

describe('a market order', () => {
  it('is acknowledged, then trades at the touch: execution, order, status and commission', () => {
    const { ask } = touch();
    client.forget();
    client.placeOrder(1, { quantity: 10, orderRef: 'first' });
    expect(client.received.map(([id]) => id)).toEqual(['5', '3', '11', '5', '3', '59']);
    expect(client.statuses(1)).toEqual(['PreSubmitted', 'Filled']);
    const [execution = []] = client.of(11);
    expect(execution).toContain('BOT');
    expect(execution).toContain('first');
    expect(execution).toContain(String(ask));
    expect(client.of(59)[0]?.slice(3, 6)).toEqual(['1', 'USD', '1.7976931348623157E308']);
  });

  it('larger than the size at the touch walks up the book and pays each level', () => {
    const { ask, askSize } = touch();
    client.forget();
    client.placeOrder(1, { quantity: askSize + 50 });
    expect(client.statuses(1)).toEqual(['PreSubmitted', 'Submitted', 'Filled']);
    expect(gateway.control.executions().map(({ quantity, price }) => [quantity, price])).toEqual([
      [askSize, ask],
      [50, Math.round((ask + 0.01) * 100) / 100],
    ]);
    const ids = client.of(11).map((fields) => fields[14]);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}\.[0-9a-f]{8}\.01\.01$/);
    expect(ids[1]).toMatch(/\.02\.01$/);
  });

  it('takes from what another order has left', () => {
    const { ask, askSize } = touch();
    client.placeOrder(1, { quantity: askSize });
    client.placeOrder(2, { quantity: 10 });
    expect(gateway.control.executions().at(-1)?.price).toBeCloseTo(ask + 0.01, 6);
  });

  it('larger than all that is shown trades the rest with the next ticks', () => {
    const amazon = { symbol: 'AMZN', quantity: 2500 };
    const rich = bareGateway(clock, { startingCash: 1e8 });
    const trader = rich.client();
    trader.placeOrder(1, amazon);
    expect(trader.statuses(1).at(-1)).toBe('Submitted');
    const first = rich.control.executions().length;
    clock.advance(250);
    expect(rich.control.executions().length).toBeGreaterThan(first);
    clock.advance(1000);
    expect(trader.statuses(1).at(-1)).toBe('Filled');
  });

  it('takes its time to the exchange', () => {
    const slow = bareGateway(clock, { latencyMs: 40 });
    const trader = slow.client();
    trader.placeOrder(1, { quantity: 10 });
    clock.advance(10);
    expect(trader.statuses(1)).toEqual(['PreSubmitted']);
    clock.advance(150);
    expect(trader.statuses(1)).toEqual(['PreSubmitted', 'Filled']);
  });
});

describe('a limit order', () => {
  it('away from the market rests and trades at its limit when the market comes', () => {
    const { bid } = touch();
    const limitPrice = Math.round((bid - 1) * 100) / 100;
    client.placeOrder(1, { quantity: 10, orderType: 'LMT', limitPrice, timeInForce: 'GTC' });
    expect(client.statuses(1)).toEqual(['Submitted']);
    clock.advance(1000);
    expect(client.statuses(1)).toEqual(['Submitted']);
    gateway.control.priceShock('SPY', -0.5);
    clock.advance(250);
    expect(client.statuses(1)).toEqual(['Submitted', 'Filled']);
    expect(client.of(11)[0]).toContain(String(limitPrice));
  });

  it('through the market trades at the touch, not at its limit', () => {
    const { ask } = touch();
    client.placeOrder(1, { quantity: 10, orderType: 'LMT', limitPrice: Math.ceil(ask) + 5 });
    expect(client.statuses(1)).toEqual(['Submitted', 'Filled']);
    expect(client.of(11)[0]).toContain(String(ask));
  });

  it('crossed between two ticks of a fast market trades all the same', () => {
    const fast = bareGateway(clock, { speed: 1000, quoteRate: 1 });
    const trader = fast.client();
    // The low of the first hour of the day is well below its open.
    trader.placeOrder(1, { quantity: 1, orderType: 'LMT', limitPrice: 284, timeInForce: 'GTC' });
    clock.advance(23_000);
    expect(trader.statuses(1).at(-1)).toBe('Filled');
    expect(trader.of(11)[0]).toContain('284');
  });
});

describe('a relative order', () => {
  it('shows its offset and its cap, and not where it stands', () => {
    client.placeOrder(1, { quantity: 10, orderType: 'REL', stopPrice: 0.02, limitPrice: 280 });
    expect(client.statuses(1)).toEqual(['Submitted']);
    const [open = []] = client.of(5);
    const at = open.indexOf('REL');
    expect(open.slice(at, at + 3)).toEqual(['REL', '280', '0.02']);
  });
});

describe('a stop order', () => {
  it('waits, saying so twice, then becomes a market order', () => {
    const { bid } = touch();
    client.placeOrder(1, { quantity: 10 });
    client.forget();
    client.placeOrder(2, {
      action: 'SELL',
      quantity: 10,
      orderType: 'STP',
      stopPrice: Math.floor(bid) - 1,
    });
    expect(client.of(3).map((fields) => [fields[2], fields[10]])).toEqual([
      ['PreSubmitted', 'trigger'],
      ['PreSubmitted', 'trigger'],
    ]);
    gateway.control.priceShock('SPY', -1);
    clock.advance(250);
    expect(client.statuses(2).slice(2)).toEqual(['Submitted', 'Filled']);
    const realized = Number(client.of(59)[0]?.[5]);
    expect(realized).toBeLessThan(-15);
  });

  it('with a limit becomes a limit order', () => {
    const { ask } = touch();
    const stopPrice = Math.ceil(ask) + 1;
    client.placeOrder(1, { quantity: 10, orderType: 'STP LMT', stopPrice, limitPrice: stopPrice });
    gateway.control.priceShock('SPY', 5);
    clock.advance(250);
    expect(client.statuses(1)).toEqual(['PreSubmitted', 'PreSubmitted', 'Submitted']);
    gateway.control.priceShock('SPY', -6);
    clock.advance(250);
    expect(client.statuses(1).at(-1)).toBe('Filled');
    expect(client.of(11)[0]).toContain(String(stopPrice));
  });
});

describe('an immediate order', () => {
  it('trades what it can and loses the rest', () => {
    const { ask, askSize } = touch();
    client.placeOrder(1, {
      quantity: askSize + 100,
      orderType: 'LMT',
      limitPrice: ask,
      timeInForce: 'IOC',
    });
    expect(client.statuses(1)).toEqual(['Submitted', 'Submitted', 'Cancelled']);
    expect(client.errors()).toContainEqual({ id: 1, code: 202, text: 'Order Canceled - reason:' });
    expect(client.of(3).at(-1)?.slice(3, 5)).toEqual([String(askSize), '100']);
  });
});

describe('changing an order', () => {
  beforeEach(() => {
    client.placeOrder(1, { quantity: 10, orderType: 'LMT', limitPrice: 200, timeInForce: 'GTC' });
    client.forget();
  });

  it('keeps its permId and says the new terms', () => {
    client.placeOrder(1, { quantity: 20, orderType: 'LMT', limitPrice: 201, timeInForce: 'GTC' });
    expect(client.statuses(1)).toEqual(['Submitted']);
    expect(client.of(5)[0]).toContain('201');
    expect(gateway.control.orders()).toMatchObject([{ orderId: 1, quantity: 20, limitPrice: 201 }]);
  });

  it('to a market order trades it', () => {
    client.placeOrder(1, { quantity: 10, orderType: 'MKT', timeInForce: 'GTC' });
    expect(client.statuses(1).at(-1)).toBe('Filled');
  });

  it.each([
    ['its side', { action: 'SELL', quantity: 10, orderType: 'LMT', limitPrice: 200 }, 105],
    ['its instrument', { symbol: 'QQQ', quantity: 10, orderType: 'LMT', limitPrice: 200 }, 105],
    ['its price off the tick', { quantity: 10, orderType: 'LMT', limitPrice: 200.005 }, 110],
    ['its quantity to 0', { quantity: 0, orderType: 'LMT', limitPrice: 200 }, 321],
  ])('in %s is refused and the order lives', (_, terms, code) => {
    client.placeOrder(1, terms);
    expect(client.errors().map((error) => error.code)).toEqual([code]);
    expect(gateway.control.orders()).toMatchObject([
      { status: 'Submitted', quantity: 10, limitPrice: 200 },
    ]);
  });

  it('is refused once it has ended', () => {
    client.placeOrder(2, { quantity: 10 });
    client.placeOrder(2, { quantity: 20 });
    client.cancelOrder(1);
    client.placeOrder(1, { quantity: 20, orderType: 'LMT', limitPrice: 200 });
    expect(client.errors().map(({ id, code }) => [id, code])).toEqual([
      [2, 104],
      [1, 202],
      [1, 103],
    ]);
  });
});

describe('cancelling', () => {
  it('ends the order with its status and error 202', () => {
    client.placeOrder(1, { quantity: 10, orderType: 'LMT', limitPrice: 200 });
    client.forget();
    client.cancelOrder(1);
    expect(client.received.map(([id]) => id)).toEqual(['3', '4']);
    expect(client.statuses(1)).toEqual(['Cancelled']);
  });

  it('of an unknown and of a finished order is refused, each in its own way', () => {
    client.placeOrder(1, { quantity: 10 });
    client.cancelOrder(1);
    client.cancelOrder(77);
    expect(client.errors()).toEqual([
      {
        id: 1,
        code: 10148,
        text: 'OrderId 1 that needs to be cancelled cannot be cancelled, state: Filled.',
      },
      { id: 77, code: 10147, text: 'OrderId 77 that needs to be cancelled is not found.' },
    ]);
  });

  it('everything ends the orders of every client', () => {
    const other = gateway.client(2);
    client.placeOrder(1, { quantity: 10, orderType: 'LMT', limitPrice: 200 });
    other.placeOrder(1, { quantity: 10, orderType: 'LMT', limitPrice: 201 });
    client.send(58, '', 2_147_483_647);
    expect(client.statuses(1).at(-1)).toBe('Cancelled');
    expect(other.statuses(1).at(-1)).toBe('Cancelled');
  });
});

describe('an order that is held back', () => {
  it('says nothing until it is transmitted', () => {
    client.placeOrder(1, { quantity: 10, orderType: 'LMT', limitPrice: 200, transmit: false });
    clock.advance(1000);
    expect(client.received).toEqual([]);
    client.placeOrder(1, { quantity: 10, orderType: 'LMT', limitPrice: 200, transmit: true });
    expect(client.statuses(1)).toEqual(['Submitted']);
  });
});

describe('what the exchange refuses', () => {
  it.each([
    ['an unknown contract', { symbol: 'NOSUCH' }, 200],
    [
      'an ambiguous contract',
      { symbol: 'USD', secType: 'CASH', exchange: 'IDEALPRO', currency: '' },
      200,
    ],
    ['a type that does not exist', { orderType: 'FEELINGS' }, 321],
    ['a type that is not simulated', { orderType: 'MIDPRICE' }, 387],
    [
      'a relative order for a currency',
      { orderType: 'REL', conId: 12087792, quantity: 20_000, exchange: 'IDEALPRO' },
      114,
    ],
    ['a relative order that cannot wait', { orderType: 'REL', timeInForce: 'IOC' }, 111],
    ['a relative order for the open', { orderType: 'REL', timeInForce: 'OPG' }, 321],
    ['a relative order away from its touch', { orderType: 'REL', stopPrice: -0.01 }, 321],
    ['a relative order by a percentage', { orderType: 'REL', percentOffset: 1 }, 321],
    ['an offset between two ticks', { orderType: 'REL', stopPrice: 0.001 }, 110],
    ['a trailing stop without a distance', { orderType: 'TRAIL' }, 321],
    ['a trail of two kinds', { orderType: 'TRAIL', stopPrice: 1, trailingPercent: 1 }, 321],
    ['a trail of everything', { orderType: 'TRAIL', trailingPercent: 100 }, 321],
    ['a trail between two ticks', { orderType: 'TRAIL', stopPrice: 0.005 }, 110],
    ['a trailing limit without an offset', { orderType: 'TRAIL LIMIT', stopPrice: 1 }, 321],
    ['an adjustable stop', { orderType: 'MKT', adjustedOrderType: 'TRAIL' }, 321],
    ['a fill-or-kill stop', { orderType: 'STP', stopPrice: 200, timeInForce: 'FOK' }, 321],
    ['an order for the close that stays', { orderType: 'MOC', timeInForce: 'GTC' }, 321],
    [
      'a currency at the close',
      { orderType: 'MOC', conId: 12087792, quantity: 20_000, exchange: 'IDEALPRO' },
      387,
    ],
    ['a good-till date alone', { goodTillDate: '20200310' }, 321],
    ['a good-till date that has passed', { timeInForce: 'GTD', goodTillDate: '20200306' }, 321],
    ['a good-till date nobody can read', { timeInForce: 'GTD', goodTillDate: 'soon' }, 321],
    ['an OCA type that does not exist', { ocaGroup: 'either', ocaType: 4 }, 321],
    ['a limit order without a price', { orderType: 'LMT' }, 321],
    ['a price between two ticks', { orderType: 'LMT', limitPrice: 200.001 }, 110],
    ['a stop between two ticks', { orderType: 'STP', stopPrice: 200.001 }, 110],
    ['a negative quantity', { quantity: -1 }, 321],
    ['part of a share', { quantity: 0.5 }, 321],
    ['another side', { action: 'HOLD' }, 321],
    ['another time in force', { timeInForce: 'DTC' }, 321],
    ['another account', { account: 'DU9999999' }, 321],
    ['a parent that is not there', { parentId: 5 }, 10006],
    ['a combination', { secType: 'BAG' }, 321],
    ['a value nobody could book', { quantity: 1e13 }, 321],
  ])('%s', (_, order, code) => {
    client.placeOrder(1, order);
    expect(client.errors().map((error) => [error.id, error.code])).toEqual([[1, code]]);
    expect(gateway.control.orders()).toEqual([]);
  });

  it('a condition, which is not ignored', () => {
    const fields = orderFields(193, {});
    // conditions; eleven fields follow it.
    fields[fields.length - 12] = 1;
    client.send(3, 1, ...fields);
    expect(client.errors()).toMatchObject([{ id: 1, code: 321 }]);
    expect(client.errors()[0]?.text).toContain('A condition is not simulated. Use a paper account');
    expect(gateway.control.orders()).toEqual([]);
  });

  it('the sixteenth working order on one side, as IB does', () => {
    for (let id = 1; id <= 16; id += 1) {
      client.placeOrder(id, { quantity: 1, orderType: 'LMT', limitPrice: 200 });
    }
    expect(client.errors()).toEqual([
      {
        id: 16,
        code: 201,
        text:
          'Order rejected - reason:Your account has a minimum of 15 orders working on either the buy or sell side ' +
          'for this particular contract',
      },
    ]);
  });

  it('a limit too far through the market: it is cancelled, with the reason', () => {
    client.placeOrder(1, { quantity: 1, orderType: 'LMT', limitPrice: 400 });
    expect(client.received.map(([id]) => id)).toEqual(['3', '4']);
    expect(client.statuses(1)).toEqual(['Cancelled']);
    expect(client.errors()[0]).toMatchObject({ id: 1, code: 202 });
    expect(client.errors()[0]?.text).toContain('too far through the market');
  });

  it('an order the account cannot carry: it is inactive, with the reason', () => {
    client.placeOrder(1, { quantity: 50_000 });
    expect(client.statuses(1)).toEqual(['Inactive']);
    expect(client.errors()[0]).toMatchObject({ id: 1, code: 201 });
    expect(client.errors()[0]?.text).toContain('MUST EXCEED THE INITIAL MARGIN');
  });

  it('to build a position that could not be booked to the cent', () => {
    // Each of them is within the account's margin; all of them are not within what can be counted.
    const rich = bareGateway(clock, { startingCash: 1e8 });
    const trader = rich.client();
    for (let id = 1; id <= 3; id += 1) {
      trader.placeOrder(id, {
        conId: 15016059,
        exchange: 'IDEALPRO',
        quantity: 20_000_000,
        orderType: 'LMT',
        limitPrice: 90,
        timeInForce: 'GTC',
      });
    }
    rich.control.priceShock('USD.JPY', -20);
    clock.advance(60_000);
    expect(rich.control.orders().map(({ status }) => status)).toEqual([
      'Filled',
      'Filled',
      'Cancelled',
    ]);
  });

  it('an index', () => {
    client.placeOrder(1, { conId: 416904, quantity: 1, exchange: '' });
    expect(client.errors()[0]).toMatchObject({
      code: 201,
      text: 'Order rejected - reason:SPX cannot be traded',
    });
  });

  it('an order id that is lower than one already used', () => {
    client.placeOrder(5, { quantity: 10 });
    client.placeOrder(4, { quantity: 10 });
    expect(client.errors()).toEqual([{ id: 4, code: 103, text: 'Duplicate order id' }]);
  });
});

describe('a what-if', () => {
  it('answers with margins and commission alone, and places nothing', () => {
    client.placeOrder(1, { quantity: 500, orderType: 'LMT', limitPrice: 280, whatIf: true });
    expect(client.received.map(([id]) => id)).toEqual(['5']);
    const fields = client.received[0] ?? [];
    const at = fields.indexOf('PreSubmitted');
    expect(fields.slice(at + 1, at + 11)).toEqual([
      '0.00',
      '0.00',
      '1000000.00',
      '71597.50',
      '35798.75',
      '-2.50',
      '71597.50',
      '35798.75',
      '999997.50',
      '2.5',
    ]);
    expect(gateway.control.orders()).toEqual([]);
    client.forget();
    client.placeOrder(1, { quantity: 1 });
    expect(client.statuses(1).at(-1)).toBe('Filled');
  });
});

describe('the end of a day', () => {
  it('ends day orders, keeps others, and starts P&L anew', () => {
    const fast = bareGateway(clock, { speed: 1000 });
    const trader = fast.client();
    trader.placeOrder(1, { quantity: 10, orderType: 'LMT', limitPrice: 100 });
    trader.placeOrder(2, { quantity: 10, orderType: 'LMT', limitPrice: 100, timeInForce: 'GTC' });
    trader.placeOrder(3, { quantity: 10 });
    trader.placeOrder(4, { action: 'SELL', quantity: 10 });
    trader.send(92, 50, 'DU1000001', '');
    clock.advance(23_000);
    expect(trader.statuses(1)).toEqual(['Submitted']);
    const realized = (): number => Number(trader.of(94).at(-1)?.[4]);
    expect(realized()).toBeLessThan(0);
    clock.advance(1000);
    expect(trader.statuses(1)).toEqual(['Submitted', 'Cancelled']);
    expect(trader.errors()).toContainEqual({
      id: 1,
      code: 202,
      text: 'Order Canceled - reason:The day has ended',
    });
    expect(trader.statuses(2)).toEqual(['Submitted']);
    expect(new Date(fast.control.simulatedTime()).toISOString()).toContain('2020-03-10T13:');
    expect(realized()).toBe(0);
  });

  it('forgets executions and finished orders after a week of sessions', () => {
    const fast = bareGateway(clock, { speed: 1000, quoteRate: 1 });
    fast.client().placeOrder(1, { quantity: 10 });
    clock.advance(6.5 * 23_400);
    expect(fast.control.executions()).toHaveLength(1);
    clock.advance(2 * 23_400);
    expect(fast.control.executions()).toEqual([]);
    expect(fast.control.orders()).toEqual([]);
  });
});

describe('orders outlive their client', () => {
  it('and belong to it again when it comes back', () => {
    client.placeOrder(1, {
      quantity: 10,
      orderType: 'LMT',
      limitPrice: 250,
      timeInForce: 'GTC',
      orderRef: 'mine',
    });
    client.disconnect();
    const back = gateway.client();
    expect(back.of(9)[0]).toEqual(['9', '1', '2']);
    back.forget();
    back.send(5, 1);
    expect(back.received.map(([id]) => id)).toEqual(['5', '3', '53']);
    expect(back.of(5)[0]).toContain('mine');
    gateway.control.priceShock('SPY', -20);
    clock.advance(250);
    expect(back.statuses(1).at(-1)).toBe('Filled');
  });

  it('and trade while nobody listens', () => {
    client.placeOrder(1, { quantity: 10, orderType: 'LMT', limitPrice: 250, timeInForce: 'GTC' });
    client.disconnect();
    gateway.control.priceShock('SPY', -20);
    clock.advance(250);
    const back = gateway.client();
    back.forget();
    back.send(7, 3, 60, 0, '', '', '', '', '', '');
    expect(back.received.map(([id]) => id)).toEqual(['11', '59', '55']);
    back.send(99, 0);
    expect(back.of(101)).toHaveLength(1);
    expect(back.of(102)).toHaveLength(1);
  });
});
