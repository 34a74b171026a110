import type { OrderSide } from '#shared/domain/order.ts';

import type { ListedInstrument } from '../market/catalogue.ts';
import type { MarketMoment } from '../market/trading-calendar.ts';
import type { ExchangeOrderType, ExchangeTimeInForce } from './order-types.ts';

/** IB's words for where an order stands. */
export type BrokerStatus = 'PreSubmitted' | 'Submitted' | 'Filled' | 'Cancelled' | 'Inactive';

/** A stop that follows the market: by an amount of the price, or by a percentage of it. */
export interface Trail {
  amount: number | null;
  percent: number | null;
  /** Where the stop begins; null is at its distance from the market. */
  firstStop: number | null;
  /** Between stop and limit once the stop is reached; null for an order that then takes the market. */
  limitOffset: number | null;
}

/** What a client may ask for and change later. */
export interface OrderTerms {
  side: OrderSide;
  orderType: ExchangeOrderType;
  quantity: number;
  limitPrice: number | null;
  /** A stop, or the price at which an order if touched wakes. */
  stopPrice: number | null;
  trail: Trail | null;
  /** How far a pegged order's price is from the touch of its own side, towards the other; null for other orders. */
  pegOffset: number | null;
  timeInForce: ExchangeTimeInForce;
  /** When a GTD order ends; `text` is how the client wrote it. */
  goodTill: { text: string; moment: MarketMoment } | null;
  /** Orders of an account that share it exclude each other; empty for none. */
  ocaGroup: string;
  /** 1: a fill cancels the others; 2 and 3: it reduces them in proportion. */
  ocaType: number;
  /** The order id of the same client that must fill first; 0 for none. */
  parentId: number;
  outsideRth: boolean;
  orderRef: string;
  /** false holds the order back until it is placed again with true. */
  transmit: boolean;
  /** The gateway closes a position for want of margin. No client can ask for it. */
  liquidation?: true;
}

/** A fill of its parent, or the auction it is for. */
export type OrderWait = 'parent' | 'opening' | 'closing';

/** An order at the simulated exchange. */
export interface ExchangeOrder {
  clientId: number;
  orderId: number;
  permId: number;
  accountId: string;
  instrument: ListedInstrument;
  terms: OrderTerms;
  status: BrokerStatus;
  whyHeld: string;
  filled: number;
  /** Sum of price times quantity of the fills. */
  filledValue: number;
  fillCount: number;
  lastFillPrice: number;
  /** A stop that has not been reached yet. */
  awaitingTrigger: boolean;
  /** What must happen before it goes to the book at all. */
  waitsFor: OrderWait | null;
  /** Where a trailing stop stands; null before the first price, and for other orders. */
  trailStop: number | null;
  /** Has been away from the touch, so that it fills at its own limit and not at the touch. */
  resting: boolean;
  /** Not at the exchange yet: still on its way there. */
  travelling: boolean;
  placedAt: MarketMoment;
  completedAt: MarketMoment | null;
  completedStatus: string;
}

export function opposite(side: OrderSide): OrderSide {
  return side === 'BUY' ? 'SELL' : 'BUY';
}

export function remainingOf(order: ExchangeOrder): number {
  return Math.round((order.terms.quantity - order.filled) * 1e8) / 1e8;
}

export function averageFillPrice(order: ExchangeOrder): number {
  return order.filled === 0 ? 0 : Math.round((order.filledValue / order.filled) * 1e8) / 1e8;
}

export function isWorking(order: ExchangeOrder): boolean {
  return order.status === 'PreSubmitted' || order.status === 'Submitted';
}

export interface ExchangeExecution {
  execId: string;
  order: ExchangeOrder;
  quantity: number;
  price: number;
  at: MarketMoment;
  /** Of the order after this fill. */
  cumulativeQuantity: number;
  averagePrice: number;
  /** In its currency, as is the realised P&L; the latter is null for a fill that opens. */
  commissionMicros: number;
  commissionCurrency: string;
  realizedMicros: number | null;
}
