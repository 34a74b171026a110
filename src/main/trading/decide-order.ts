import type { ContractErrorBody } from '#shared/contract/error.ts';
import { isDenial, type Verdict } from '#shared/domain/control.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import {
  orderTypePrices,
  orderTypeSchema,
  type Order,
  type OrderChange,
  type OrderRole,
  type OrderTicket,
} from '#shared/domain/order.ts';
import { isOpen } from '#shared/domain/order-status.ts';

import { openOrders, type TradingBooks } from './books.ts';
import { orderIn } from './recall.ts';
import { sameFigures, withChange } from './settle-order.ts';

/** Everything the record of an order needs besides what the operator asked for. */
export interface Placing {
  ticket: OrderTicket;
  displaySymbol: string;
  accountId: string;
  orderRef: string;
  /** Id on the wire, unique per client id. */
  orderId: number;
  clientId: number;
  /** The person's id. */
  placedBy: string;
  /** ISO-8601 UTC. */
  at: string;
  verdicts: readonly Verdict[];
  limitsVersion: number;
  /** Left out for an order by itself. */
  role?: OrderRole;
  /** Of an exit of a bracket, the orderRef of its entry. */
  entryRef?: string;
}

/** The order with its intent, as it must be on disk before it is sent. */
export interface IntendedOrder {
  order: Order;
  fact: NewFact;
}

/** The record before sending: an order that is SENDING, with every verdict. */
export function intendOrder(placing: Placing): IntendedOrder {
  const order = orderOf(placing, { orderId: placing.orderId, status: 'SENDING', reason: null });
  const { placedBy, verdicts, limitsVersion } = placing;
  return {
    order,
    fact: {
      kind: 'order.intended',
      by: placedBy,
      body: { order, verdicts: [...verdicts], limitsVersion },
    },
  };
}

/** The record of an order that no control let pass; it uses no order id, so `orderId` is 0. */
export function denyOrder(placing: Omit<Placing, 'orderId'>): IntendedOrder {
  const denials = placing.verdicts.filter(isDenial);
  const reason = denials.flatMap((verdict) => verdict.message ?? verdict.title).join(' ');
  const order = orderOf(placing, { orderId: 0, status: 'DENIED', reason: reason || null });
  const { placedBy, verdicts, limitsVersion } = placing;
  return {
    order,
    fact: {
      kind: 'order.denied',
      by: placedBy,
      body: { order, verdicts: [...verdicts], limitsVersion },
    },
  };
}

function orderOf(
  placing: Omit<Placing, 'orderId'>,
  state: Pick<Order, 'orderId' | 'status' | 'reason'>,
): Order {
  const { ticket, at } = placing;
  return {
    orderRef: placing.orderRef,
    orderId: state.orderId,
    clientId: placing.clientId,
    permId: null,
    accountId: placing.accountId,
    instrumentId: ticket.instrumentId,
    displaySymbol: placing.displaySymbol,
    side: ticket.side,
    orderType: ticket.orderType,
    quantity: ticket.quantity,
    limitPrice: ticket.limitPrice,
    stopPrice: ticket.stopPrice,
    timeInForce: ticket.timeInForce,
    outsideRth: ticket.outsideRth,
    status: state.status,
    filledQuantity: 0,
    averageFillPrice: null,
    reason: state.reason,
    pendingChange: null,
    external: false,
    role: placing.role ?? null,
    entryRef: placing.entryRef ?? null,
    placedBy: placing.placedBy,
    placedAt: at,
    updatedAt: at,
  };
}

export type Refused = { ok: false; error: ContractErrorBody };

/** A modify that may be put to the controls: the order as it is, and what its figures would be. */
export interface ModifyAllowed {
  ok: true;
  order: Order;
  change: OrderChange;
  /** The whole order as it would go on the wire. */
  ticket: OrderTicket;
}

/** Whether an order can be modified like this. The controls judge the result; this judges only whether it makes sense. */
export function decideModify(
  books: TradingBooks,
  orderRef: string,
  change: OrderChange,
): ModifyAllowed | Refused {
  const found = ownOpenOrder(books, orderRef, 'modified');
  if (!found.ok) return found;
  const { order } = found;
  if (books.clientId !== null && books.clientId !== order.clientId) {
    // Under another client id the gateway would take the change for a new order.
    return refused('conflict', [
      `The order was placed as client ${order.clientId}, and the desk is connected as client ${books.clientId}.`,
      `Change it when the desk is back as client ${order.clientId}, or cancel it in TWS.`,
    ]);
  }
  const refusal = modifyRefusals.find((each) => each.applies(order, change));
  if (refusal !== undefined) return refused(refusal.code, refusal.says(order, change));
  const type = orderTypeSchema.safeParse(order.orderType);
  const ticket = type.success ? ticketOf(order, type.data, change) : null;
  if (ticket === null) {
    return refused('conflict', [
      `The order is now a ${order.orderType} ${order.timeInForce} order, which this desk cannot send.`,
      'Modify it where it was changed, or cancel it and place a new one.',
    ]);
  }
  return { ok: true, order, change, ticket };
}

function ticketOf(
  order: Order,
  orderType: OrderTicket['orderType'],
  change: OrderChange,
): OrderTicket | null {
  const { timeInForce } = order;
  if (timeInForce !== 'DAY' && timeInForce !== 'GTC' && timeInForce !== 'IOC') return null;
  const { quantity, limitPrice, stopPrice } = withChange(order, change);
  return {
    instrumentId: order.instrumentId,
    side: order.side,
    orderType,
    quantity,
    limitPrice,
    stopPrice,
    timeInForce,
    outsideRth: order.outsideRth,
  };
}

interface ModifyRefusal {
  code: ContractErrorBody['code'];
  applies(order: Order, change: OrderChange): boolean;
  /** What happened, and what to do. */
  says(order: Order, change: OrderChange): readonly [message: string, advice: string];
}

/** In the order a person would want to hear of them. */
const modifyRefusals: readonly ModifyRefusal[] = [
  {
    code: 'conflict',
    applies: (order) => order.status === 'SENDING',
    says: () => [
      'The broker has not acknowledged the order yet.',
      'Wait for the acknowledgement, then modify it.',
    ],
  },
  {
    code: 'conflict',
    applies: (order) => order.status === 'UNKNOWN',
    says: () => [
      'It is not known what became of the order.',
      'Wait until the desk has reconciled with the broker, or cancel the order.',
    ],
  },
  {
    code: 'conflict',
    applies: (order) => order.status === 'CANCELLING',
    says: () => [
      'The order is being cancelled.',
      'Wait for the cancel; if the broker refuses it, modify then.',
    ],
  },
  {
    code: 'conflict',
    applies: (order) => order.pendingChange !== null,
    says: () => [
      'An earlier change of this order has not been answered yet.',
      'Wait for the answer, then change it again.',
    ],
  },
  ...(['limit', 'stop'] as const).map((price): ModifyRefusal => ({
    code: 'bad-input',
    applies: (order, change) => change[`${price}Price`] !== null && !carries(order, price),
    says: (order) => [
      `A ${order.orderType} order takes no ${price} price.`,
      `Leave the ${price} price empty.`,
    ],
  })),
  {
    code: 'bad-input',
    applies: (order, change) => sameFigures(order, withChange(order, change)),
    says: () => [
      'The change changes nothing.',
      'Enter another quantity or price than the order has.',
    ],
  },
  {
    code: 'bad-input',
    applies: (order, { quantity }) => quantity !== null && quantity <= order.filledQuantity,
    says: (order, { quantity }) => [
      `The order has already filled ${order.filledQuantity}, so its quantity cannot be ${quantity}.`,
      `Enter more than ${order.filledQuantity}, or cancel what is left of it.`,
    ],
  },
];

function carries(order: Order, price: 'limit' | 'stop'): boolean {
  const type = orderTypeSchema.safeParse(order.orderType);
  return type.success && orderTypePrices[type.data][price];
}

/** The record of a judged modify, before it is sent. */
export interface JudgedModify {
  orderRef: string;
  change: OrderChange;
  verdicts: readonly Verdict[];
  limitsVersion: number;
  /** The person's id. */
  by: string;
}

export function modifyIntended(judged: JudgedModify): NewFact {
  return { kind: 'order.modify-intended', by: judged.by, body: modifyBody(judged) };
}

export function modifyDenied(judged: JudgedModify): NewFact {
  return { kind: 'order.modify-denied', by: judged.by, body: modifyBody(judged) };
}

function modifyBody({ orderRef, change, verdicts, limitsVersion }: JudgedModify) {
  return { orderRef, change, verdicts: [...verdicts], limitsVersion };
}

/** A cancel that may be sent once its fact is on disk. */
export interface CancelAllowed {
  ok: true;
  order: Order;
  fact: NewFact;
}

/**
 * Whether an order can be cancelled. One that is being cancelled can be again (the first may have been lost), and so can
 * one whose fate is unknown: if the broker does not have it, its answer settles it.
 */
export function decideCancel(
  books: TradingBooks,
  orderRef: string,
  by: string,
): CancelAllowed | Refused {
  const found = ownOpenOrder(books, orderRef, 'cancelled');
  if (!found.ok) return found;
  return { ok: true, order: found.order, fact: cancelIntended(found.order, by) };
}

/** The cancels of every open order of this desk, in the order they were placed. */
export function decideCancelAll(books: TradingBooks, by: string): CancelAllowed[] {
  return openOrders(books)
    .filter((order) => !order.external)
    .map((order) => ({ ok: true, order, fact: cancelIntended(order, by) }));
}

function cancelIntended(order: Order, by: string): NewFact {
  return { kind: 'order.cancel-intended', by, body: { orderRef: order.orderRef } };
}

function ownOpenOrder(
  books: TradingBooks,
  orderRef: string,
  done: 'modified' | 'cancelled',
): { ok: true; order: Order } | Refused {
  const order = orderIn(books, orderRef);
  if (order === undefined) {
    return refused('not-found', [
      `The desk has no order ${orderRef}.`,
      'Choose an order from the list of orders.',
    ]);
  }
  if (order.external) {
    return refused('conflict', [
      'The order was placed by another client, so this desk has no hold on it.',
      `It can be ${done} in TWS or by the client that placed it.`,
    ]);
  }
  if (!isOpen(order.status)) {
    return refused('conflict', [
      `The order is ${order.status} and cannot be ${done} any more.`,
      'There is nothing left to do about it.',
    ]);
  }
  return { ok: true, order };
}

function refused(
  code: ContractErrorBody['code'],
  [message, advice]: readonly [string, string],
): Refused {
  return { ok: false, error: { code, message, advice } };
}
