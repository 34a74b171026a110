import type { OrderSide } from '#shared/domain/order.ts';

import type { ListedInstrument } from '../market/catalogue.ts';
import type { BookLevel, MarketQuote } from '../market/instrument-market.ts';
import { InstrumentBook } from './instrument-book.ts';
import { isWorking, remainingOf, type ExchangeOrder } from './order.ts';

/** A trade of one order with the market, or of two with each other: order ids, the one that rested first. */
export interface BookTrade {
  orders: readonly number[];
  quantity: number;
  price: number;
}

/** A book on ticks of a cent whose displayed levels are set by hand. */
export class ScratchBook {
  readonly book: InstrumentBook;
  readonly trades: BookTrade[] = [];
  readonly orders = new Map<number, ExchangeOrder>();
  readonly #instrument: ListedInstrument;
  #shown: { bid: BookLevel[]; ask: BookLevel[] } = { bid: [], ask: [] };
  #step = 0;

  constructor(instrument: ListedInstrument) {
    this.#instrument = instrument;
    const source = { depthOf: () => this.#shown };
    this.book = new InstrumentBook(0.01, source, (orders, quantity, price) => {
      this.trades.push({ orders: orders.map(({ orderId }) => orderId), quantity, price });
      for (const order of orders) {
        order.filled += quantity;
        order.filledValue += quantity * price;
        if (remainingOf(order) > 0) continue;
        order.status = 'Filled';
        this.book.remove(order);
      }
      return true;
    });
  }

  /** The best levels first, as price and size. */
  show(bid: readonly [number, number][], ask: readonly [number, number][]): MarketQuote {
    const levels = (side: readonly [number, number][]): BookLevel[] =>
      side.map(([price, size]) => ({ price, size }));
    this.#shown = { bid: levels(bid), ask: levels(ask) };
    this.#step += 1;
    const quote: MarketQuote = {
      bid: bid[0]?.[0] ?? null,
      ask: ask[0]?.[0] ?? null,
      bidSize: bid[0]?.[1] ?? 0,
      askSize: ask[0]?.[1] ?? 0,
      last: null,
      lastSize: 0,
      volume: 0,
      open: 0,
      high: 0,
      low: 0,
      close: 0,
    };
    this.book.show(quote, this.#step);
    return quote;
  }

  /** The next tick, which shows what the one before did. */
  showAgain(): MarketQuote {
    const { bid, ask } = this.#shown;
    const levels = (side: BookLevel[]): [number, number][] => side.map((l) => [l.price, l.size]);
    return this.show(levels(bid), levels(ask));
  }

  order(
    orderId: number,
    side: OrderSide,
    quantity: number,
    limitPrice: number | null,
  ): ExchangeOrder {
    const order: ExchangeOrder = {
      clientId: 1,
      orderId,
      permId: orderId,
      accountId: 'DU1000001',
      instrument: this.#instrument,
      terms: {
        side,
        orderType: limitPrice === null ? 'MKT' : 'LMT',
        quantity,
        limitPrice,
        stopPrice: null,
        trail: null,
        pegOffset: null,
        timeInForce: 'DAY',
        goodTill: null,
        ocaGroup: '',
        ocaType: 0,
        parentId: 0,
        outsideRth: false,
        orderRef: '',
        transmit: true,
      },
      status: 'Submitted',
      whyHeld: '',
      filled: 0,
      filledValue: 0,
      fillCount: 0,
      lastFillPrice: 0,
      awaitingTrigger: false,
      waitsFor: null,
      trailStop: null,
      resting: false,
      travelling: false,
      placedAt: 0,
      completedAt: null,
      completedStatus: '',
    };
    this.orders.set(orderId, order);
    return order;
  }

  /** Takes what it can; what is left of a limit order rests. */
  place(
    orderId: number,
    side: OrderSide,
    quantity: number,
    limitPrice: number | null,
    changes: Partial<ExchangeOrder> = {},
  ): ExchangeOrder {
    const order = Object.assign(this.order(orderId, side, quantity, limitPrice), changes);
    this.book.take(order, limitPrice);
    if (isWorking(order) && limitPrice !== null) this.book.rest(order, limitPrice);
    return order;
  }
}
