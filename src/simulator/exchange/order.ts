import type { OrderSide, OrderType, TimeInForce } from '#shared/domain/order.ts';

import type { ListedInstrument } from '../market/catalogue.ts';
import type { MarketMoment } from '../market/trading-calendar.ts';

/** IB's words for where an order stands. */
export type BrokerStatus = 'PreSubmitted' | 'Submitted' | 'Filled' | 'Cancelled' | 'Inactive';

/** What a client may ask for and change later. */
export interface OrderTerms {
  side: OrderSide;
  orderType: OrderType;
  quantity: number;
  limitPrice: number | null;
  stopPrice: number | null;
  timeInForce: TimeInForce;
  outsideRth: boolean;
  orderRef: string;
  /** false holds the order back until it is placed again with true. */
  transmit: boolean;
}

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
  /** Has been away from the touch, so that it fills at its own limit and not at the touch. */
  resting: boolean;
  /** Not at the exchange yet: still on its way there. */
  travelling: boolean;
  placedAt: MarketMoment;
  completedAt: MarketMoment | null;
  completedStatus: string;
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
  /** US dollars, as are realised P&L; the latter is null for a fill that opens. */
  commissionMicros: number;
  realizedMicros: number | null;
}
