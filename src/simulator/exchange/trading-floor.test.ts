import { beforeEach, describe, expect, it } from 'vitest';

import type { OrderSide } from '#shared/domain/order.ts';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import type { ListedInstrument } from '../market/catalogue.ts';
import { dayOf, sessionMs } from '../market/trading-calendar.ts';
import { ScratchExchange } from './exchange.fixture.ts';

let scratch: ScratchExchange;

beforeEach(() => {
  scratch = new ScratchExchange(new VirtualClock());
});

const onTick = (price: number): number => Math.round(price * 100) / 100;

function traded(): [orderId: number, quantity: number, price: number][] {
  return scratch.executions.map(({ order, quantity, price }) => [order.orderId, quantity, price]);
}

describe('orders of two clients that cross', () => {
  it('trade with each other, and both accounts are booked', () => {
    const amazon = scratch.listed('AMZN');
    const { bid, ask } = scratch.quote(amazon);
    const price = onTick((bid + ask) / 2);
    const other = { clientId: 2, account: 'DU1000002', instrument: amazon };
    scratch.place({ side: 'SELL', limitPrice: price, quantity: 7 }, other);
    expect(scratch.order(1, 2).status).toBe('Submitted');
    scratch.place({ limitPrice: ask, quantity: 5 }, { instrument: amazon });
    expect(traded()).toEqual([
      [1, 5, price],
      [2, 5, price],
    ]);
    expect(scratch.account('DU1000001').held(amazon).quantity).toBe(5);
    expect(scratch.account('DU1000002').held(amazon).quantity).toBe(-5);
    expect(scratch.order(1, 2)).toMatchObject({ filled: 5, resting: true, status: 'Submitted' });
    expect(scratch.exchange.depthOf(amazon, 1).ask).toEqual([{ price, size: 2 }]);
  });
});

describe('a change of a resting order', () => {
  const place = (orderId: number, quantity: number, price: number): void => {
    scratch.place({ limitPrice: price, quantity }, { orderId, instrument: scratch.listed('AMZN') });
  };

  function firstToTrade(): number | undefined {
    scratch.place(
      { side: 'SELL', quantity: 1 },
      { clientId: 2, instrument: scratch.listed('AMZN') },
    );
    return scratch.executions[0]?.order.orderId;
  }

  function middle(): number {
    const { bid, ask } = scratch.quote(scratch.listed('AMZN'));
    return onTick((bid + ask) / 2);
  }

  it('to a smaller size keeps its place', () => {
    place(1, 10, middle());
    place(2, 10, middle());
    place(1, 5, middle());
    expect(scratch.said.at(-1)).toBe('changed 1 Submitted');
    expect(firstToTrade()).toBe(1);
    expect(scratch.order(1).terms.quantity).toBe(5);
  });

  it('to a larger size goes to the end', () => {
    place(1, 10, middle());
    place(2, 10, middle());
    place(1, 15, middle());
    expect(firstToTrade()).toBe(2);
  });
});

describe('a relative order', () => {
  // Its spread is wide: what it does in one tick does not reach the touch of the tick before.
  const amazon = (): ListedInstrument => scratch.listed('AMZN');

  function relative(side: OrderSide, offset: number, limitPrice: number | null = null): void {
    const terms = { orderType: 'REL', side, pegOffset: offset, limitPrice } as const;
    scratch.place(terms, { instrument: amazon() });
  }

  /** Where the only client's order shows in the book: the price at which there is more than the market shows. */
  function restsAt(side: 'bid' | 'ask'): number | undefined {
    const rows = 10;
    const shown = scratch.market
      .of(amazon())
      .depthOf(scratch.quote(amazon()), scratch.tick().step, rows);
    const sizes = new Map(shown[side].map(({ price, size }) => [price, size]));
    const book = scratch.exchange.depthOf(amazon(), rows)[side];
    return book.find(({ price, size }) => size === (sizes.get(price) ?? 0) + 10)?.price;
  }

  it.each([
    ['BUY', 'bid', 2],
    ['SELL', 'ask', -2],
  ] as const)('to %s stands at the %s and follows it', (side, touch, percent) => {
    relative(side, 0);
    const before = scratch.quote(amazon())[touch];
    expect(restsAt(touch)).toBe(before);
    // Away from the order, so that it does not trade on the way.
    scratch.shock(percent, amazon());
    const after = scratch.quote(amazon())[touch];
    expect(after).not.toBe(before);
    expect(restsAt(touch)).toBe(after);
    expect(scratch.executions).toEqual([]);
  });

  it('stands its offset towards the other side', () => {
    relative('BUY', 0.05);
    expect(restsAt('bid')).toBe(onTick(scratch.quote(amazon()).bid + 0.05));
  });

  it('takes when its offset crosses', () => {
    const { ask, bid } = scratch.quote(amazon());
    relative('BUY', onTick(ask - bid));
    expect(traded()).toEqual([[1, 10, ask]]);
  });

  it('is hit where it stands when the market comes to it', () => {
    const { bid } = scratch.quote(amazon());
    relative('BUY', 0);
    scratch.shock(-2, amazon());
    expect(traded()).toEqual([[1, 10, bid]]);
  });

  it('does not follow beyond its limit', () => {
    const { bid } = scratch.quote(amazon());
    relative('BUY', 0, bid);
    scratch.shock(2, amazon());
    expect(scratch.quote(amazon()).bid).toBeGreaterThan(bid);
    scratch.shock(-4, amazon());
    expect(traded()).toEqual([[1, 10, bid]]);
  });
});

describe('the opening', () => {
  function overnight(): number {
    return (dayOf(scratch.tick().moment) + 1) * sessionMs;
  }

  it('gives an order that came over the night the opening price, where that is better', () => {
    const open = overnight();
    const price = scratch.market.of(scratch.spy).lastAt(open);
    const limitPrice = onTick(price - 50);
    scratch.place({ limitPrice, timeInForce: 'GTC' });
    scratch.market.of(scratch.spy).shock(open, 0.5);
    const halved = scratch.market.of(scratch.spy).lastAt(open);
    scratch.exchange.endDay(open - 1);
    scratch.exchange.beginDay(open);
    expect(halved).toBeLessThan(limitPrice);
    expect(traded()).toEqual([[1, 10, halved]]);
  });

  it('that falls into a halt is held when the halt ends, and not with a later one', () => {
    const { conId } = scratch.spy;
    scratch.place({ timeInForce: 'OPG' });
    scratch.exchange.halt(conId);
    scratch.exchange.beginDay(overnight());
    expect(traded()).toEqual([]);
    expect(scratch.order(1).status).toBe('PreSubmitted');
    scratch.exchange.resume(conId);
    expect(traded()).toEqual([[1, 10, scratch.last()]]);
    scratch.place({ timeInForce: 'OPG' });
    scratch.exchange.halt(conId);
    scratch.exchange.resume(conId);
    expect(scratch.order(2).status).toBe('PreSubmitted');
  });
});

describe('the close', () => {
  it.each([
    ['is halted', () => scratch.exchange.halt(scratch.spy.conId)],
    ['trades nothing on purpose', () => scratch.exchange.pauseFills(true)],
  ])('is not held in an instrument that %s: what was for it ends with the day', (_, stop) => {
    scratch.place({ orderType: 'MOC' });
    stop();
    scratch.exchange.endDay(scratch.tick().moment);
    expect(scratch.said.at(-1)).toBe('cancelled 1 The day has ended');
  });
});

describe('an order that is good till a date', () => {
  it('ends while trading is halted, and while it waits for its parent', () => {
    const goodTill = { text: 'soon', moment: scratch.tick().moment + 600 };
    scratch.place({ limitPrice: 200, timeInForce: 'GTD', goodTill });
    scratch.place({ limitPrice: 200, timeInForce: 'GTC' });
    scratch.place({ side: 'SELL', limitPrice: 400, parentId: 2, timeInForce: 'GTD', goodTill });
    scratch.exchange.halt(scratch.spy.conId);
    scratch.ticks(2);
    expect(scratch.exchange.workingOrders()).toHaveLength(3);
    scratch.ticks(1);
    expect(scratch.exchange.workingOrders().map(({ orderId }) => orderId)).toEqual([2]);
    expect(scratch.said.slice(-2)).toEqual([
      'cancelled 1 Its time has ended',
      'cancelled 3 Its time has ended',
    ]);
  });
});

describe('orders that are restored', () => {
  it('trade with the next tick', () => {
    scratch.exchange.pauseFills(true);
    scratch.place();
    scratch.place({ limitPrice: 200 });
    const saved = scratch.exchange.workingOrders();
    const fresh = new ScratchExchange(new VirtualClock());
    fresh.exchange.restore(saved, []);
    expect(fresh.executions).toEqual([]);
    fresh.ticks(1);
    expect(fresh.order(1).status).toBe('Filled');
    expect(fresh.order(2).status).toBe('Submitted');
  });
});
