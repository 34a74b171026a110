import type { OrderStatus } from './order.ts';

/** What can happen to an order after its intent was recorded. */
export type OrderEvent =
  | 'acknowledged'
  | 'partly-filled'
  | 'filled'
  | 'cancel-requested'
  | 'cancel-refused'
  | 'cancelled'
  | 'rejected'
  | 'link-lost';

/**
 * The whole life of an order. A missing entry leaves the status as it is: the gateway repeats itself, skips steps
 * and speaks out of order, and none of that may undo what is already known.
 *
 * - A link that drops makes the fate of every live order UNKNOWN, until the broker's own word resolves it.
 * - A fill outranks every other word: an order that was cancelled or rejected and then fills did fill.
 */
export const orderTransitions: Record<OrderStatus, Partial<Record<OrderEvent, OrderStatus>>> = {
  SENDING: {
    acknowledged: 'WORKING',
    'partly-filled': 'PARTLY_FILLED',
    filled: 'FILLED',
    'cancel-requested': 'CANCELLING',
    cancelled: 'CANCELLED',
    rejected: 'REJECTED',
    'link-lost': 'UNKNOWN',
  },
  WORKING: {
    'partly-filled': 'PARTLY_FILLED',
    filled: 'FILLED',
    'cancel-requested': 'CANCELLING',
    cancelled: 'CANCELLED',
    rejected: 'REJECTED',
    'link-lost': 'UNKNOWN',
  },
  PARTLY_FILLED: {
    filled: 'FILLED',
    'cancel-requested': 'CANCELLING',
    cancelled: 'CANCELLED',
    rejected: 'CANCELLED',
    'link-lost': 'UNKNOWN',
  },
  CANCELLING: {
    filled: 'FILLED',
    'cancel-refused': 'WORKING',
    cancelled: 'CANCELLED',
    rejected: 'REJECTED',
    'link-lost': 'UNKNOWN',
  },
  UNKNOWN: {
    acknowledged: 'WORKING',
    'partly-filled': 'PARTLY_FILLED',
    filled: 'FILLED',
    cancelled: 'CANCELLED',
    rejected: 'REJECTED',
  },
  FILLED: {},
  CANCELLED: { filled: 'FILLED' },
  REJECTED: { 'partly-filled': 'PARTLY_FILLED', filled: 'FILLED' },
  DENIED: {},
};

export function nextOrderStatus(status: OrderStatus, event: OrderEvent): OrderStatus {
  return orderTransitions[status][event] ?? status;
}

const finalStatuses: ReadonlySet<OrderStatus> = new Set([
  'FILLED',
  'CANCELLED',
  'REJECTED',
  'DENIED',
]);

/** Whether the order may still trade: everything but the four ends. */
export function isOpen(status: OrderStatus): boolean {
  return !finalStatuses.has(status);
}
