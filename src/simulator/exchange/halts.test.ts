import { beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { ScratchExchange } from './exchange.fixture.ts';

let scratch: ScratchExchange;

beforeEach(() => {
  scratch = new ScratchExchange(new VirtualClock());
  scratch.exchange.halt(scratch.spy.conId);
});

const resume = (): void => scratch.exchange.resume(scratch.spy.conId);

describe('while an instrument is halted', () => {
  it('says so, of that instrument alone', () => {
    expect(scratch.exchange.isHalted(scratch.spy.conId)).toBe(true);
    expect(scratch.exchange.isHalted(scratch.listed('QQQ').conId)).toBe(false);
    resume();
    expect(scratch.exchange.isHalted(scratch.spy.conId)).toBe(false);
  });

  it('orders are taken, rest, change and are cancelled, and nothing trades', () => {
    scratch.place();
    scratch.place({ limitPrice: Math.ceil(scratch.last()) + 5 });
    scratch.place({ limitPrice: Math.ceil(scratch.last()) + 5 });
    scratch.place({ limitPrice: 200 }, { orderId: 2 });
    scratch.ticks(10);
    expect(scratch.executions).toEqual([]);
    expect(scratch.exchange.cancel(1, 3)).toBeNull();
    expect(scratch.exchange.workingOrders().map(({ orderId }) => orderId)).toEqual([1, 2]);
  });

  it('stops do not trigger', () => {
    scratch.place({ orderType: 'STP', stopPrice: Math.floor(scratch.last()) - 1, side: 'SELL' });
    scratch.shock(-3);
    expect(scratch.order(1)).toMatchObject({ status: 'PreSubmitted', awaitingTrigger: true });
  });

  it.each(['IOC', 'FOK'] as const)('an order that cannot wait (%s) ends', (timeInForce) => {
    scratch.place({ timeInForce });
    expect(scratch.said.at(-1)).toBe('cancelled 1 Trading is halted');
  });

  it('other instruments trade', () => {
    scratch.place({}, { instrument: scratch.listed('QQQ') });
    expect(scratch.executions).toHaveLength(1);
  });
});

describe('the auction that ends a halt', () => {
  it('trades what the price reaches at that one price, in full, and leaves the rest', () => {
    const limitPrice = Math.ceil(scratch.last()) + 5;
    scratch.place({ quantity: 5000 });
    scratch.place({ limitPrice, quantity: 20 });
    scratch.place({ limitPrice: 200 });
    scratch.place({ side: 'SELL', limitPrice: 200, quantity: 30 }, { account: 'DU1000002' });
    scratch.shock(1);
    const price = scratch.last();
    resume();
    expect(
      scratch.executions.map(({ order, quantity, price: at }) => [order.orderId, quantity, at]),
    ).toEqual([
      [1, 5000, price],
      [2, 20, price],
      [4, 30, price],
    ]);
    expect(scratch.order(3).status).toBe('Submitted');
  });

  it('is not held while nothing is to trade on purpose', () => {
    scratch.place();
    scratch.exchange.pauseFills(true);
    resume();
    expect(scratch.executions).toEqual([]);
    scratch.exchange.pauseFills(false);
    scratch.ticks(1);
    expect(scratch.order(1).status).toBe('Filled');
  });

  it('is not held where nothing was halted', () => {
    resume();
    scratch.place({ quantity: 10, limitPrice: 200 });
    resume();
    expect(scratch.executions).toEqual([]);
  });
});
