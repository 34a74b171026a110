import { awaitedAnswer } from '#shared/domain/awaited-answer.ts';
import type { InstrumentId } from '#shared/domain/instrument.ts';
import { isOpen } from '#shared/domain/order-status.ts';
import type { Order } from '#shared/domain/order.ts';

/** The desk's own orders in one instrument about which the broker owes a word, by orderRef. */
interface Unsettled {
  /** Of unknown fate, in the order they became so. */
  readonly unknown: Set<string>;
  /** Unanswered, with since when, ISO-8601; who waits longest comes first. */
  readonly unanswered: Map<string, string>;
}

/** Kept order by order, so that a control need not look at all of them for each order that is asked for. */
export type UnsettledOrders = Map<InstrumentId, Unsettled>;

/** Counts an order as it now stands. */
export function noteUnsettled(all: UnsettledOrders, order: Order): void {
  const { orderRef, instrumentId } = order;
  const unknown = !order.external && order.status === 'UNKNOWN';
  const awaited = isOpen(order.status) && !unknown ? awaitedAnswer(order) : null;
  let held = all.get(instrumentId);
  if (held === undefined) {
    if (!unknown && awaited === null) return;
    held = { unknown: new Set(), unanswered: new Map() };
    all.set(instrumentId, held);
  }
  if (unknown) held.unknown.add(orderRef);
  else held.unknown.delete(orderRef);
  if (awaited?.since === held.unanswered.get(orderRef)) return;
  // What is asked anew goes to the end: it has waited least.
  held.unanswered.delete(orderRef);
  if (awaited !== null) held.unanswered.set(orderRef, awaited.since);
}

/** The orderRef that is gravest: of unknown fate, else unanswered the longest; null where the broker owes no word. */
export function gravestUnsettled(all: UnsettledOrders, instrumentId: InstrumentId): string | null {
  const held = all.get(instrumentId);
  if (held === undefined) return null;
  for (const orderRef of held.unknown) return orderRef;
  for (const orderRef of held.unanswered.keys()) return orderRef;
  return null;
}
