import type { Activity } from '#shared/contract/topics.ts';
import type { Alert } from '#shared/domain/alert.ts';
import { awaitedAnswer } from '#shared/domain/awaited-answer.ts';
import type { Order } from '#shared/domain/order.ts';

/** Orders the broker has not spoken of: not answered yet, or not known at all. The oldest doubt first. */
export function ordersInDoubt(orders: Iterable<Order>): Order[] {
  return [...orders]
    .filter((order) => order.status === 'UNKNOWN' || awaitedAnswer(order) !== null)
    .toSorted((a, b) => a.updatedAt.localeCompare(b.updatedAt));
}

/** Alerts seen since a moment, epoch ms, the latest first; before any fault those that are not resolved. */
export function alertsSince(alerts: Iterable<Alert>, since: number | null): Alert[] {
  return [...alerts]
    .filter(({ lastSeenAt, state }) =>
      since === null ? state !== 'resolved' : Date.parse(lastSeenAt) >= since,
    )
    .toSorted((a, b) => b.lastSeenAt.localeCompare(a.lastSeenAt));
}

/** Facts since a moment, epoch ms, the latest first and no more than `most`. */
export function factsSince(
  facts: Iterable<Activity>,
  since: number | null,
  most: number,
): Activity[] {
  return [...facts]
    .filter(({ at }) => since === null || Date.parse(at) >= since)
    .toSorted((a, b) => b.seq - a.seq)
    .slice(0, most);
}
