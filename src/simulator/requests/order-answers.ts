import type { ExchangeExecution, ExchangeOrder } from '../exchange/order.ts';
import { momentText } from '../market/time-zone.ts';
import { marketZone } from '../market/trading-calendar.ts';
import type { ClientSession } from '../sessions/client-session.ts';
import { executionDetails, openOrder, orderStatus } from '../wire/order-messages.ts';
import type { GatewayRooms } from './rooms.ts';

/** Tells a client where an order stands. */
export function sendOrder(session: ClientSession, order: ExchangeOrder): void {
  session.send(openOrder(session.serverVersion, { ...order, preview: null }));
  session.send(orderStatus(order));
}

export function sendExecution(
  session: ClientSession,
  requestId: number,
  execution: ExchangeExecution,
  { market }: Pick<GatewayRooms, 'market'>,
): void {
  const time = momentText(market.calendar.epochOf(execution.at), marketZone);
  session.send(executionDetails(session.serverVersion, requestId, execution, time));
}
