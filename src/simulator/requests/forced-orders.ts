import type { LiquidationOrder } from '../accounts/liquidation.ts';
import type { OrderTerms } from '../exchange/order.ts';
import { handEntered } from '../wire/order-messages.ts';
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
  const { exchange, market, accounts, ids } = rooms;
  const instrument = market.byConId(conId);
  const account = accounts.get(accountId);
  if (instrument === undefined || account === undefined || exchange.isHalted(conId)) return;
  const working = exchange
    .workingOrders()
    .filter((order) => order.accountId === accountId && order.instrument.conId === conId);
  if (working.some(({ terms }) => terms.liquidation === true)) return;
  for (const { clientId, orderId } of working) exchange.cancel(clientId, orderId);
  const orderId = ids.nextOrderId(handEntered);
  const terms = liquidationTerms(quantity);
  exchange.place({ clientId: handEntered, orderId, instrument, account, terms }, true);
}

function liquidationTerms(quantity: number): OrderTerms {
  return {
    side: quantity > 0 ? 'BUY' : 'SELL',
    orderType: 'MKT',
    quantity: Math.abs(quantity),
    limitPrice: null,
    stopPrice: null,
    trail: null,
    pegOffset: null,
    timeInForce: 'DAY',
    goodTill: null,
    ocaGroup: '',
    ocaType: 0,
    parentId: 0,
    outsideRth: true,
    orderRef: '',
    transmit: true,
    liquidation: true,
  };
}
