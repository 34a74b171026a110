import type { NewFact } from '#shared/domain/fact.ts';
import type { Order } from '#shared/domain/order.ts';

export interface KillDecision {
  readonly facts: readonly NewFact[];
  /**
   * Every open order, also one whose cancel has been sent before: the first may have been lost. The desk sends
   * these ahead of everything queued, and again when a link that was down is back.
   */
  readonly cancels: readonly string[];
}

/**
 * The kill switch: halts the desk and cancels every open order of its own. Refuses nothing and looks at no state
 * but the orders: not at the link, and not at whether the desk is HALTED already.
 * Source: RTS 6 art. 12.
 */
export function decideKill(
  openOrders: Iterable<Pick<Order, 'orderRef' | 'status'>>,
  reason: string,
  by: string,
): KillDecision {
  const orders = [...openOrders];
  const why = reason.trim() === '' ? 'No reason was given.' : reason.trim();
  return {
    facts: [
      { kind: 'kill.engaged', by, body: { openOrders: orders.length, reason: why } },
      {
        kind: 'trading-state.changed',
        by,
        body: {
          instrumentId: null,
          state: 'HALTED',
          reason: `Kill switch: ${why}`,
          cause: 'kill',
        },
      },
      ...orders
        .filter(({ status }) => status !== 'CANCELLING')
        .map(({ orderRef }): NewFact => ({
          kind: 'order.cancel-intended',
          by,
          body: { orderRef },
        })),
    ],
    cancels: orders.map(({ orderRef }) => orderRef),
  };
}
