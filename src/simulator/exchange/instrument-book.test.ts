import { beforeEach, describe, expect, it } from 'vitest';

import type { OrderSide } from '#shared/domain/order.ts';

import { readCatalogue } from '../market/catalogue.ts';
import { ScratchBook } from './instrument-book.fixture.ts';
import type { ExchangeOrder } from './order.ts';

const [instrument] = readCatalogue().instruments;
let scratch: ScratchBook;

beforeEach(() => {
  if (instrument === undefined) throw new RangeError('The catalogue is empty.');
  scratch = new ScratchBook(instrument);
  scratch.show(
    [
      [99.99, 300],
      [99.98, 200],
    ],
    [
      [100.01, 100],
      [100.02, 250],
    ],
  );
});

function traded(): [string, number, number][] {
  return scratch.trades.map(({ orders, quantity, price }) => [orders.join('+'), quantity, price]);
}

/** Lets the market trade between two prices, and have the quote it had. */
function marketTrades(low: number, high: number, volume: number): void {
  const quote = scratch.showAgain();
  scratch.book.trade({ quote, low, high, volume });
}

describe('an order that takes', () => {
  it('walks the levels and pays each', () => {
    scratch.place(1, 'BUY', 150, null);
    expect(traded()).toEqual([
      ['1', 100, 100.01],
      ['1', 50, 100.02],
    ]);
  });

  it('stops at its limit, and says that there was more', () => {
    const order = scratch.order(1, 'BUY', 150, 100.01);
    expect(scratch.book.take(order, 100.01)).toEqual({ exhausted: false });
    expect(traded()).toEqual([['1', 100, 100.01]]);
  });

  it('stops when nothing more is shown, and says so', () => {
    const order = scratch.order(1, 'SELL', 900, 99.98);
    expect(scratch.book.take(order, 99.98)).toEqual({ exhausted: true });
    expect(order.filled).toBe(500);
  });

  it('finds what an earlier one has left, until the next tick', () => {
    scratch.place(1, 'BUY', 60, null);
    scratch.place(2, 'BUY', 60, null);
    expect(traded().slice(1)).toEqual([
      ['2', 40, 100.01],
      ['2', 20, 100.02],
    ]);
    scratch.show([[99.99, 300]], [[100.01, 100]]);
    scratch.place(3, 'BUY', 60, null);
    expect(traded().at(-1)).toEqual(['3', 60, 100.01]);
  });

  it('knows beforehand how much there is', () => {
    scratch.place(1, 'SELL', 70, 100.02);
    const order = scratch.order(2, 'BUY', 1000, null);
    expect(scratch.book.available(order, 100.01)).toBe(100);
    expect(scratch.book.available(order, 100.02)).toBe(420);
    expect(scratch.book.available(order, null)).toBe(420);
  });
});

describe('two clients', () => {
  it('trade with each other at the price of the one that rested', () => {
    scratch.place(1, 'SELL', 50, 100);
    scratch.place(2, 'BUY', 80, 100.01);
    expect(traded()).toEqual([
      ['1+2', 50, 100],
      ['2', 30, 100.01],
    ]);
  });

  it('stand in the order they came at one price, the better price before', () => {
    scratch.place(1, 'BUY', 10, 100);
    scratch.place(2, 'BUY', 10, 100);
    scratch.place(3, 'BUY', 10, 100);
    scratch.show([[99.99, 300]], [[100.02, 100]]);
    scratch.place(4, 'BUY', 10, 100.01);
    scratch.place(5, 'SELL', 35, 100);
    expect(traded()).toEqual([
      ['4+5', 10, 100.01],
      ['1+5', 10, 100],
      ['2+5', 10, 100],
      ['3+5', 5, 100],
    ]);
  });

  it('give the market its turn where it was there before, and go before what came after', () => {
    scratch.place(1, 'BUY', 10, 99.99);
    scratch.place(2, 'SELL', 305, 99.99);
    expect(traded()).toEqual([
      ['2', 300, 99.99],
      ['1+2', 5, 99.99],
    ]);
    scratch.show([[99.99, 500]], [[100.01, 100]]);
    scratch.place(3, 'SELL', 20, 99.99);
    expect(traded().slice(2)).toEqual([
      ['1+3', 5, 99.99],
      ['3', 15, 99.99],
    ]);
  });

  it('of one OCA group do not trade with each other', () => {
    const grouped = (orderId: number, side: OrderSide): ExchangeOrder => {
      const order = scratch.order(orderId, side, 10, 100);
      return { ...order, terms: { ...order.terms, ocaGroup: 'one' } };
    };
    const [resting, taking] = [grouped(1, 'SELL'), grouped(2, 'BUY')];
    scratch.book.rest(resting, 100);
    expect(scratch.book.take(taking, 100)).toEqual({ exhausted: false });
    expect(scratch.trades).toEqual([]);
  });
});

describe('a resting order', () => {
  it('trades at its own price when the quote comes to it, as far as the quote goes', () => {
    scratch.place(1, 'BUY', 150, 99.95);
    scratch.show(
      [[99.92, 100]],
      [
        [99.93, 60],
        [99.95, 30],
        [99.96, 500],
      ],
    );
    marketTrades(99.95, 99.97, 0);
    expect(traded()).toEqual([
      ['1', 60, 99.95],
      ['1', 30, 99.95],
    ]);
  });

  it('trades when the market has gone through its price, as far as the volume goes', () => {
    scratch.place(1, 'BUY', 150, 99.95);
    marketTrades(99.94, 100, 100);
    expect(traded()).toEqual([['1', 100, 99.95]]);
  });

  it('waits for what stands in front of it when the market trades at its price', () => {
    scratch.place(1, 'BUY', 150, 99.98);
    marketTrades(99.98, 99.98, 150);
    expect(traded()).toEqual([]);
    marketTrades(99.98, 99.98, 80);
    expect(traded()).toEqual([['1', 30, 99.98]]);
    marketTrades(99.98, 99.98, 80);
    expect(traded().at(-1)).toEqual(['1', 80, 99.98]);
  });

  it('gets its share of the volume where the market traded at many prices', () => {
    scratch.place(1, 'SELL', 100, 100.03);
    marketTrades(100.01, 100.03, 90);
    expect(traded()).toEqual([['1', 30, 100.03]]);
  });

  it('is not reached by a market that stays away', () => {
    scratch.place(1, 'BUY', 150, 99.9);
    scratch.place(2, 'SELL', 150, 100.1);
    marketTrades(99.91, 100.09, 1e6);
    expect(traded()).toEqual([]);
    expect(scratch.book.hasResting()).toBe(true);
  });

  it('of a better price trades before one of a worse', () => {
    scratch.place(1, 'BUY', 50, 99.95);
    scratch.place(2, 'BUY', 50, 99.96);
    scratch.place(3, 'BUY', 50, 99.95);
    marketTrades(99.9, 100, 120);
    expect(traded()).toEqual([
      ['2', 50, 99.96],
      ['1', 50, 99.95],
      ['3', 20, 99.95],
    ]);
  });

  it('does not trade with what the market did before it came', () => {
    const quote = scratch.showAgain();
    scratch.place(1, 'BUY', 50, 99.95);
    scratch.book.trade({ quote, low: 99.9, high: 100, volume: 1000 });
    expect(traded()).toEqual([]);
  });

  it('that wants more than there is leaves nothing to those behind it', () => {
    scratch.place(1, 'SELL', 50, 100.1);
    scratch.place(2, 'SELL', 50, 100.05);
    marketTrades(100, 100.1, 40);
    expect(traded()).toEqual([['2', 40, 100.05]]);
  });

  it('that is taken away is not there any more', () => {
    const order = scratch.place(1, 'BUY', 50, 99.95);
    expect(scratch.book.restsAt(order)).toBe(99.95);
    scratch.book.remove(order);
    expect(scratch.book.restsAt(order)).toBeUndefined();
    marketTrades(99.9, 100, 120);
    expect(traded()).toEqual([]);
  });
});

describe('the rows of the book', () => {
  it('are what is left of what the market shows, with the clients among it', () => {
    scratch.place(1, 'BUY', 40, null);
    scratch.place(2, 'BUY', 70, 100);
    scratch.place(3, 'BUY', 5, 99.98);
    scratch.place(4, 'SELL', 10, 100.02);
    expect(scratch.book.depth(5)).toEqual({
      bid: [
        { price: 100, size: 70 },
        { price: 99.99, size: 300 },
        { price: 99.98, size: 205 },
      ],
      ask: [
        { price: 100.01, size: 60 },
        { price: 100.02, size: 260 },
      ],
    });
    expect(scratch.book.depth(1).bid).toEqual([{ price: 100, size: 70 }]);
  });
});
