import type { GatewayBooks } from '#shared/domain/gateway-books.ts';
import type { Order } from '#shared/domain/order.ts';
import { isOpen } from '#shared/domain/order-status.ts';

/** What a desk has on its books. */
export interface DeskBooks {
  orders: readonly Pick<Order, 'orderRef' | 'status' | 'filledQuantity'>[];
  /** Of every execution on record, as often as it is. */
  execIds: readonly string[];
  /** What is held, long or short. */
  positions: readonly { instrumentId: number; quantity: number }[];
}

/** Of the broker's states those in which an order may still trade. */
const openAtBroker: ReadonlySet<string> = new Set(['PreSubmitted', 'Submitted']);
/** Quantities are told in decimals; less than this is no difference. */
const leastQuantity = 1e-9;

/** What a desk's books and its gateway's differ in, each a sentence: orders that may trade, fills, and what is held. */
export function booksDifference(desk: DeskBooks, gateway: GatewayBooks): string[] {
  return [
    ...doubled(desk, gateway),
    ...ordersDifference(desk, gateway),
    ...executionsDifference(desk, gateway),
    ...positionsDifference(desk, gateway),
  ];
}

/** What is there twice, each a sentence: no answer that is still to come makes that good. */
export function doubled(desk: DeskBooks, gateway: GatewayBooks): string[] {
  const twice = (ids: readonly string[]): string[] =>
    ids.filter((id, nth) => ids.indexOf(id) !== nth);
  return [
    ...twice(gateway.orders.map(({ orderRef }) => orderRef)).map(
      (orderRef) => `The order ${orderRef} is at the gateway twice.`,
    ),
    ...twice(desk.execIds).map((execId) => `The fill ${execId} is on record twice.`),
  ];
}

function ordersDifference(desk: DeskBooks, gateway: GatewayBooks): string[] {
  const there = new Map(gateway.orders.map((order) => [order.orderRef, order]));
  const here = new Map(desk.orders.map((order) => [order.orderRef, order]));
  return [
    ...desk.orders.flatMap(({ orderRef, status, filledQuantity: filled }) => {
      const order = there.get(orderRef);
      if (order === undefined) {
        return isOpen(status) || filled > 0
          ? [`The order ${orderRef} is ${status} at the desk, and the gateway has none.`]
          : [];
      }
      const sameState = isOpen(status) === openAtBroker.has(order.status) && status !== 'UNKNOWN';
      return sameState && filled === order.filled
        ? []
        : [
            `The order ${orderRef} is ${status} with ${filled} filled at the desk, and ${order.status} with ${order.filled} at the gateway.`,
          ];
    }),
    ...[...there.keys()]
      .filter((orderRef) => !here.has(orderRef))
      .map((orderRef) => `The gateway has the order ${orderRef}, and the desk has none.`),
  ];
}

function executionsDifference(desk: DeskBooks, gateway: GatewayBooks): string[] {
  const here = new Set(desk.execIds);
  const there = new Set(gateway.executions.map(({ execId }) => execId));
  return [
    ...[...there].filter((execId) => !here.has(execId)).map((each) => `The fill ${each} is lost.`),
    ...[...here]
      .filter((execId) => !there.has(execId))
      .map((each) => `The fill ${each} never was at the gateway.`),
  ];
}

function positionsDifference(desk: DeskBooks, gateway: GatewayBooks): string[] {
  const held = new Map<number, number>();
  for (const { conId, side, quantity } of gateway.executions) {
    held.set(conId, (held.get(conId) ?? 0) + (side === 'BUY' ? quantity : -quantity));
  }
  const said = new Map(
    desk.positions.map(({ instrumentId, quantity }) => [instrumentId, quantity]),
  );
  const instruments = new Set([...held.keys(), ...said.keys()]);
  return [...instruments].flatMap((instrumentId) => {
    const [here, there] = [said.get(instrumentId) ?? 0, held.get(instrumentId) ?? 0];
    return Math.abs(here - there) < leastQuantity
      ? []
      : [`Of ${instrumentId} the desk holds ${here}, and by its fills the account ${there}.`];
  });
}
