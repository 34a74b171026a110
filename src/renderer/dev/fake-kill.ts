import type { PositionRow } from '#shared/contract/topics.ts';
import type { KillStatus } from '#shared/domain/kill.ts';
import { isOpen } from '#shared/domain/order-status.ts';
import type { Order } from '#shared/domain/order.ts';

/** What the kill switch of the fake desk would do: as the real one says it, with every rate at 1. */
export function fakeKillStatus(
  orders: Iterable<Order>,
  positions: Iterable<PositionRow>,
  engaged: KillStatus['engaged'],
): KillStatus {
  const held = [...positions].filter(({ quantity }) => quantity !== 0);
  const rows = held.map(({ instrumentId, displaySymbol, quantity, mark, multiplier }) => ({
    instrumentId,
    displaySymbol,
    side: quantity > 0 ? ('SELL' as const) : ('BUY' as const),
    quantity: Math.abs(quantity),
    value: mark === null ? null : Math.abs(quantity) * mark * multiplier,
    stage: 'held' as const,
    why: null,
  }));
  return {
    key: 'kill',
    openOrders: [...orders].filter(({ status, external }) => isOpen(status) && !external).length,
    positions: rows,
    grossValue: rows.reduce<number | null>(
      (sum, { value }) => (sum === null || value === null ? null : sum + value),
      0,
    ),
    baseCurrency: 'USD',
    lastDrill: null,
    engaged,
  };
}
