import type { Order, OrderSide, OrderStatus } from '#shared/domain/order.ts';

import { formatAveragePrice, formatPrice, formatQuantity } from '../../format.ts';
import type { BadgeTone } from '../../ui/Badge.tsx';

/** How each status of an order is called, and how loud. */
export const orderStatusWords: Record<OrderStatus, { word: string; tone: BadgeTone }> = {
  SENDING: { word: 'Sending', tone: 'quiet' },
  WORKING: { word: 'Working', tone: 'neutral' },
  PARTLY_FILLED: { word: 'Partly filled', tone: 'accent' },
  CANCELLING: { word: 'Cancelling', tone: 'quiet' },
  FILLED: { word: 'Filled', tone: 'good' },
  CANCELLED: { word: 'Cancelled', tone: 'neutral' },
  REJECTED: { word: 'Rejected', tone: 'critical' },
  DENIED: { word: 'Denied', tone: 'critical' },
  UNKNOWN: { word: 'Unknown', tone: 'warning' },
};

export const sideWords: Record<OrderSide, string> = { BUY: 'Buy', SELL: 'Sell' };

/** The price an order works at: its limit, else its stop; null for an order at market. */
export function workingPrice({ limitPrice, stopPrice }: Order): number | null {
  return limitPrice ?? stopPrice;
}

/** Where an external order was made. TWS itself and the broker's staff trade under client 0. */
export function ownerOf({ clientId }: Pick<Order, 'clientId'>): string {
  return clientId === 0 ? 'made in TWS itself' : `made by client ${clientId}`;
}

/** What there is to say of an order beside its figures. */
export function orderNote(order: Order, minTick: number): string {
  const { pendingChange, reason, averageFillPrice, external, orderType, stopPrice } = order;
  const change =
    pendingChange === null
      ? null
      : [
          pendingChange.quantity === null ? null : formatQuantity(pendingChange.quantity),
          pendingChange.limitPrice === null
            ? null
            : `limit ${formatPrice(pendingChange.limitPrice, minTick)}`,
          pendingChange.stopPrice === null
            ? null
            : `stop ${formatPrice(pendingChange.stopPrice, minTick)}`,
        ]
          .filter((part) => part !== null)
          .join(', ');
  return [
    change === null ? null : `modify sent: ${change}`,
    averageFillPrice === null || averageFillPrice === 0
      ? null
      : `avg ${formatAveragePrice(averageFillPrice, minTick)}`,
    orderType === 'STP LMT' && stopPrice !== null
      ? `stop ${formatPrice(stopPrice, minTick)}`
      : null,
    external ? ownerOf(order) : null,
    reason,
  ]
    .filter((part) => part !== null && part !== '')
    .join(' · ');
}
