import { z } from 'zod';

import { orderSideSchema } from '#shared/domain/order.ts';

import type { ExchangeOrder } from '../exchange/order.ts';
import { refusals, type Refusal } from '../exchange/refusals.ts';
import type { ClientSession } from '../sessions/client-session.ts';
import { handEntered, orderBound } from '../wire/order-messages.ts';
import { sendOrder } from './order-answers.ts';
import { judgeOrder } from './order-validation.ts';
import type { RawOrder } from './place-order-fields.ts';
import type { GatewayRooms } from './rooms.ts';

/** The client that orders entered by hand can be bound to. Source: IB, TWS API, reqAutoOpenOrders. */
const bindingClient = 0;

/** An order as a person enters it at TWS itself, not through the API. */
export const manualOrderSchema = z.strictObject({
  /** An instrument by its local symbol, `SPY`. */
  symbol: z.string().min(1),
  /** May be left out where there is but one account. */
  accountId: z.string().default(''),
  side: orderSideSchema,
  quantity: z.number().positive(),
  orderType: z.enum(['MKT', 'LMT']).default('MKT'),
  /** For LMT; null otherwise. */
  limitPrice: z.number().positive().nullable().default(null),
});
export type ManualOrder = z.output<typeof manualOrderSchema>;
export type ManualOrderInput = z.input<typeof manualOrderSchema>;

/**
 * Enters an order by hand: clients see it with order id 0 until client 0 binds it.
 *
 * @param zero client 0, when it is connected
 * @returns the order's permId, or IB's reason to refuse it
 */
export function placeManualOrder(
  { symbol, accountId, side, quantity, orderType, limitPrice }: ManualOrder,
  rooms: GatewayRooms,
  zero: ClientSession | undefined,
): { permId: number } | Refusal {
  const raw: RawOrder = {
    contract: {
      conId: 0,
      symbol: '',
      secType: '',
      expiry: '',
      strike: 0,
      right: '',
      exchange: '',
      primaryExchange: '',
      currency: '',
      localSymbol: symbol,
      tradingClass: '',
    },
    action: side,
    quantity,
    orderType,
    limitPrice,
    auxPrice: null,
    timeInForce: 'DAY',
    goodTillDate: '',
    ocaGroup: '',
    ocaType: 0,
    parentId: 0,
    trailStopPrice: null,
    trailingPercent: null,
    limitPriceOffset: null,
    accountId,
    orderRef: '',
    transmit: true,
    outsideRth: false,
    whatIf: false,
  };
  const judged = judgeOrder(raw, rooms, rooms.tick().moment);
  if ('code' in judged) return judged;
  const orderId = rooms.ids.nextOrderId(handEntered);
  const request = { clientId: handEntered, orderId, ...judged };
  const tooLarge = rooms.exchange.sizeRefusal(request);
  if (tooLarge !== null) return tooLarge;
  const outcome = rooms.exchange.place(request, true);
  if (outcome.kind === 'refused') return outcome.refusal;
  const placed = [...rooms.exchange.workingOrders(), ...rooms.exchange.completedOrders()].find(
    (order) => order.clientId === handEntered && order.orderId === orderId,
  );
  if (placed === undefined) return refusals.invalid('The order ended before it was seen');
  if (zero?.manualOrders === 'bind') bind(zero, placed, rooms);
  return { permId: placed.permId };
}

/** Gives client 0 every working order that was entered by hand and is not bound yet. */
export function bindManualOrders(session: ClientSession, rooms: GatewayRooms): void {
  if (session.clientId !== bindingClient) return;
  for (const order of rooms.exchange.workingOrders()) {
    if (order.clientId === handEntered) bind(session, order, rooms);
  }
}

/** Whether a client may ask to hear of orders entered by hand. */
export function mayBind(session: ClientSession): boolean {
  return session.clientId === bindingClient;
}

function bind(session: ClientSession, order: ExchangeOrder, { exchange, ids }: GatewayRooms): void {
  exchange.adopt(order, bindingClient, ids.nextOrderId(bindingClient));
  session.send(orderBound(order.permId, order.clientId, order.orderId));
  sendOrder(session, order);
}
