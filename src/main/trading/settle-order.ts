import type { BrokerOrder, BrokerOrderStatus } from '#shared/domain/broker-word.ts';
import type { Execution } from '#shared/domain/execution.ts';
import {
  orderTypePrices,
  orderTypeSchema,
  type Order,
  type OrderChange,
  type OrderStatus,
} from '#shared/domain/order.ts';
import { isOpen, nextOrderStatus, type OrderEvent } from '#shared/domain/order-status.ts';
import { tidyQuantity } from '#shared/domain/position.ts';

import { wireIdOf, type OrderFills, type TradingBooks } from './books.ts';
import { orderIn, orderRefOfPermId } from './recall.ts';

/** What the broker can change of an order while it lives. */
export type OrderFigures = Pick<
  Order,
  'orderType' | 'quantity' | 'limitPrice' | 'stopPrice' | 'timeInForce' | 'outsideRth'
>;

/** What is new about an order; what is not named stays. */
export interface OrderNews {
  events?: readonly OrderEvent[];
  permId?: number;
  figures?: OrderFigures;
  pendingChange?: OrderChange | null;
  /** What its executions add up to now. */
  fills?: OrderFills;
  /** Filled by the broker's word alone, where its executions cannot be had any more. */
  filledQuantity?: number;
  /** Null clears it; not named, it stays as long as the status does. */
  reason?: string | null;
}

/** The order's type where the desk has only heard of its executions: how much was asked for is not known. */
export const unseenOrderType = 'unknown';

/** The reason of an order that the broker calls filled and whose executions have not come. */
export const awaitingExecution =
  'The broker says it is filled; its execution has not come yet, so it is not counted.';

/**
 * The order after the news, or null where nothing changes. The status moves along the table alone; executions that
 * add up to the whole quantity make it FILLED whatever else was said.
 */
export function settleOrder(order: Order, news: OrderNews, at: string): Order | null {
  const figures = news.figures ?? order;
  const filledQuantity = news.filledQuantity ?? news.fills?.quantity ?? order.filledQuantity;
  const averageFillPrice =
    news.fills === undefined ? order.averageFillPrice : averagePrice(news.fills);
  let status = order.status;
  for (const event of news.events ?? []) status = nextOrderStatus(status, event);
  if (filledQuantity > 0) {
    if (filledQuantity >= figures.quantity && figures.orderType !== unseenOrderType) {
      status = nextOrderStatus(status, 'filled');
    } else if (filledQuantity > order.filledQuantity || status === 'WORKING') {
      // A part fill proves that the order lived when it traded; an order of unknown fate may have ended since.
      if (status !== 'UNKNOWN') status = nextOrderStatus(status, 'partly-filled');
    }
  }
  const reason = news.reason === undefined ? keptReason(order, news, status) : news.reason;
  const change = news.pendingChange === undefined ? order.pendingChange : news.pendingChange;
  const next: Order = {
    ...order,
    permId: news.permId !== undefined && news.permId > 0 ? news.permId : order.permId,
    orderType: figures.orderType,
    quantity: figures.quantity,
    limitPrice: figures.limitPrice,
    stopPrice: figures.stopPrice,
    timeInForce: figures.timeInForce,
    outsideRth: figures.outsideRth,
    status,
    filledQuantity,
    averageFillPrice,
    reason,
    pendingChange: isOpen(status) ? change : null,
    updatedAt: at,
  };
  return sameButTime(order, next) ? null : next;
}

/** A reason stays as long as its status; that executions are missing stays only until they come. */
function keptReason(order: Order, news: OrderNews, status: OrderStatus): string | null {
  const executionsCame = status === 'FILLED' && news.fills !== undefined;
  return status === order.status && !executionsCame ? order.reason : null;
}

function sameButTime(a: Order, b: Order): boolean {
  return (
    a.status === b.status &&
    a.filledQuantity === b.filledQuantity &&
    a.averageFillPrice === b.averageFillPrice &&
    a.permId === b.permId &&
    a.reason === b.reason &&
    a.pendingChange === b.pendingChange &&
    sameFigures(a, b)
  );
}

export function sameFigures(a: OrderFigures, b: OrderFigures): boolean {
  return (
    a.orderType === b.orderType &&
    a.quantity === b.quantity &&
    samePrice(a.limitPrice, b.limitPrice) &&
    samePrice(a.stopPrice, b.stopPrice) &&
    a.timeInForce === b.timeInForce &&
    a.outsideRth === b.outsideRth
  );
}

/** Prices travel as text; a billionth apart is the same price. */
function samePrice(a: number | null, b: number | null): boolean {
  return a === b || (a !== null && b !== null && Math.abs(a - b) < 1e-9);
}

/** The order's figures as a pending modify would leave them. */
export function withChange(order: OrderFigures, change: OrderChange): OrderFigures {
  return {
    orderType: order.orderType,
    quantity: change.quantity ?? order.quantity,
    limitPrice: change.limitPrice ?? order.limitPrice,
    stopPrice: change.stopPrice ?? order.stopPrice,
    timeInForce: order.timeInForce,
    outsideRth: order.outsideRth,
  };
}

/** The figures the broker reports. Prices that a type does not carry are dropped: TWS sends 0 and stale ones there. */
export function reportedFigures(word: BrokerOrder): OrderFigures {
  const type = orderTypeSchema.safeParse(word.orderType);
  const carries = type.success ? orderTypePrices[type.data] : { limit: true, stop: true };
  return {
    orderType: word.orderType,
    quantity: word.quantity,
    limitPrice: carries.limit ? word.limitPrice : null,
    stopPrice: carries.stop ? word.stopPrice : null,
    timeInForce: word.timeInForce,
    outsideRth: word.outsideRth,
  };
}

/**
 * What the broker's figures say about the order. The changed figures of a modify acknowledge it; the old ones say
 * nothing while it is under way; any other figures are someone else's change and are taken over.
 */
export function newsOfFigures(order: Order, word: BrokerOrder): OrderNews {
  const figures = reportedFigures(word);
  if (!(figures.quantity > 0)) return {};
  const { pendingChange } = order;
  if (pendingChange !== null && sameFigures(figures, withChange(order, pendingChange))) {
    return { figures, pendingChange: null };
  }
  return sameFigures(figures, order) ? {} : { figures };
}

/** What a status of the broker's means for an order; `Filled` and `Inactive` depend on more and stand apart. */
const eventsOfStatus: Record<
  Exclude<BrokerOrderStatus, 'Filled' | 'Inactive'>,
  readonly OrderEvent[]
> = {
  // Held inside TWS and not at the broker yet: no acknowledgement.
  ApiPending: [],
  PendingSubmit: ['acknowledged'],
  PreSubmitted: ['acknowledged'],
  Submitted: ['acknowledged'],
  PendingCancel: ['acknowledged', 'cancel-requested'],
  ApiCancelled: ['cancelled'],
  Cancelled: ['cancelled'],
};

const brieflyLiving: ReadonlySet<string> = new Set(['IOC', 'FOK']);

/**
 * What the broker's status means for the order.
 * `Inactive` is the broker's word for refused, but also how an IOC, a FOK or an order that is being cancelled can
 * end, and an order that has filled in part was not refused: those are cancelled.
 * `Filled` is not a fill: the executions are. Where they have come the order is filled; where not it keeps its status
 * (an order that is being sent is at least acknowledged) with the reason {@link awaitingExecution}, until they come or a
 * reconciliation settles it. Its quantity is then what the broker says was filled in all, so that the executions can
 * add up to it.
 */
export function newsOfStatus(
  order: Order,
  fills: OrderFills | undefined,
  status: BrokerOrderStatus,
  saidFilled: number | null,
): OrderNews {
  const filled = fills?.quantity ?? 0;
  if (status === 'Inactive') {
    const ended =
      filled > 0 || order.status === 'CANCELLING' || brieflyLiving.has(order.timeInForce);
    return { events: [ended ? 'cancelled' : 'rejected'] };
  }
  if (status !== 'Filled') {
    const events = eventsOfStatus[status];
    return {
      events: status === 'ApiPending' && order.status === 'UNKNOWN' ? ['acknowledged'] : events,
    };
  }
  if (order.status === 'FILLED') return {};
  const whole = saidFilled !== null && saidFilled > 0 ? saidFilled : order.quantity;
  const figures = whole === order.quantity ? order : { ...figuresOf(order), quantity: whole };
  if (filled > 0 && filled >= whole) return { figures, pendingChange: null, events: ['filled'] };
  const events: readonly OrderEvent[] = order.status === 'SENDING' ? ['acknowledged'] : [];
  return { figures, pendingChange: null, events, reason: awaitingExecution };
}

function figuresOf(order: Order): OrderFigures {
  return {
    orderType: order.orderType,
    quantity: order.quantity,
    limitPrice: order.limitPrice,
    stopPrice: order.stopPrice,
    timeInForce: order.timeInForce,
    outsideRth: order.outsideRth,
  };
}

/** What an order's executions add up to once a new one is counted and the one it corrects is not. */
export function fillsWith(
  fills: OrderFills | undefined,
  execution: Pick<Execution, 'quantity' | 'price'>,
  replaced: Pick<Execution, 'quantity' | 'price'> | undefined,
): OrderFills {
  const before = fills ?? { quantity: 0, value: 0 };
  const less = replaced ?? { quantity: 0, price: 0 };
  return {
    quantity: tidyQuantity(before.quantity - less.quantity + execution.quantity),
    value: before.value - less.quantity * less.price + execution.quantity * execution.price,
  };
}

/** Volume-weighted, to eight digits; null before the first fill. */
export function averagePrice(fills: OrderFills): number | null {
  if (fills.quantity === 0) return null;
  return Math.round((fills.value / fills.quantity) * 1e8) / 1e8;
}

/** How the broker's words name an order. */
export interface OrderName {
  orderRef: string | null;
  permId: number;
  clientId: number;
  orderId: number;
  /** Null where the word does not say. */
  instrumentId: number | null;
}

/**
 * The order a word is about: by the desk's own orderRef, else by permId, else by client and order id. An id that is
 * known to belong to another order does not match: the same order id may come again after a gateway was reset.
 */
export function findOrder(books: TradingBooks, name: OrderName): Order | undefined {
  if (name.orderRef !== null) {
    const own = orderIn(books, name.orderRef);
    if (own !== undefined && own.status !== 'DENIED') return own;
  }
  if (name.permId > 0) {
    const found = orderAt(books, orderRefOfPermId(books, name.permId), name);
    if (found !== undefined) return found;
  }
  if (name.orderId === 0) return undefined;
  const orderRef =
    books.orderRefByWireId.get(wireIdOf(name.clientId, name.orderId)) ??
    books.orderRefByOrderId.get(name.orderId);
  const found = orderAt(books, orderRef, name);
  return found?.clientId === name.clientId ? found : undefined;
}

function orderAt(
  books: TradingBooks,
  orderRef: string | undefined,
  name: OrderName,
): Order | undefined {
  const order = orderIn(books, orderRef);
  if (order === undefined) return undefined;
  const otherRef = name.orderRef !== null && !order.external && name.orderRef !== order.orderRef;
  const otherPermId = order.permId !== null && name.permId > 0 && name.permId !== order.permId;
  const otherInstrument = name.instrumentId !== null && name.instrumentId !== order.instrumentId;
  return otherRef || otherPermId || otherInstrument ? undefined : order;
}
