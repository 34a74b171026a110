import type { Order } from './order.ts';

export interface AwaitedAnswer {
  what: 'order' | 'modify' | 'cancel';
  /** When it was asked for, ISO-8601. */
  since: string;
}

/** What the broker has been asked about an order of this desk and has not answered; null where nothing is awaited. */
export function awaitedAnswer(order: Order): AwaitedAnswer | null {
  if (order.external) return null;
  if (order.status === 'SENDING') return { what: 'order', since: order.placedAt };
  if (order.status === 'CANCELLING') return { what: 'cancel', since: order.updatedAt };
  if (order.pendingChange !== null) return { what: 'modify', since: order.updatedAt };
  return null;
}
