import type { Fact, NewFact } from '#shared/domain/fact.ts';
import type { InstrumentId } from '#shared/domain/instrument.ts';
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
 * The kill switch: halts the desk and cancels every open order of its own; with `flatten`, positions are closed once that
 * is done (`flatten.ts`). Refuses nothing and looks at no state but the orders: not at the link, and not at whether the
 * desk is HALTED already. Source: RTS 6 art. 12.
 */
export function decideKill(
  openOrders: Iterable<Pick<Order, 'orderRef' | 'status'>>,
  { reason, flatten }: { readonly reason: string; readonly flatten: boolean },
  by: string,
): KillDecision {
  const orders = [...openOrders];
  const why = reason.trim() === '' ? 'No reason was given.' : reason.trim();
  return {
    facts: [
      { kind: 'kill.engaged', by, body: { openOrders: orders.length, reason: why, flatten } },
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

/** A kill that holds the desk HALTED. It ends when the desk is set to trade again, and begins anew with the next one. */
export interface EngagedKill {
  readonly by: string;
  /** ISO-8601 UTC. */
  readonly at: string;
  readonly reason: string;
  readonly flatten: boolean;
  /** orderRef of the order that closes a position, by instrument: one for each, whatever becomes of it. */
  readonly flattening: ReadonlyMap<InstrumentId, string>;
}

/**
 * The kill after a fact; null where there is none. A kill without flatten that follows one with it calls the flattening
 * off: its orders are cancelled like all others.
 */
export function applyToKill(kill: EngagedKill | null, fact: Fact): EngagedKill | null {
  switch (fact.kind) {
    case 'kill.engaged': {
      const { reason, flatten } = fact.body;
      return { by: fact.by, at: fact.at, reason, flatten, flattening: new Map() };
    }
    case 'trading-state.changed':
      return fact.body.instrumentId === null && fact.body.state !== 'HALTED' ? null : kill;
    case 'order.intended':
    case 'order.denied': {
      const { role, instrumentId, orderRef } = fact.body.order;
      if (kill === null || role !== 'flatten') return kill;
      return { ...kill, flattening: new Map(kill.flattening).set(instrumentId, orderRef) };
    }
    default:
      return kill;
  }
}
