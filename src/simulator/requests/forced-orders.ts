import type { LiquidationOrder } from '../accounts/liquidation.ts';
import { handEntered } from '../wire/order-messages.ts';
import { placeManualOrder } from './manual-orders.ts';
import type { GatewayRooms } from './rooms.ts';

/**
 * Closes a position in the name of the gateway, as IB does for an account whose margin is gone: the account's own orders
 * in the instrument end, and a market order that belongs to no client takes their place. Nothing where such an order
 * still works, or where trading is halted.
 */
export function placeForcedOrder(
  accountId: string,
  { conId, quantity }: LiquidationOrder,
  rooms: GatewayRooms,
): void {
  const { exchange, market } = rooms;
  const instrument = market.byConId(conId);
  if (instrument === undefined || exchange.isHalted(conId)) return;
  const working = exchange
    .workingOrders()
    .filter((order) => order.accountId === accountId && order.instrument.conId === conId);
  if (working.some(({ clientId }) => clientId === handEntered)) return;
  for (const { clientId, orderId } of working) exchange.cancel(clientId, orderId);
  placeManualOrder(
    {
      symbol: instrument.localSymbol,
      accountId,
      side: quantity > 0 ? 'BUY' : 'SELL',
      quantity: Math.abs(quantity),
      orderType: 'MKT',
      limitPrice: null,
    },
    rooms,
    undefined,
  );
}
