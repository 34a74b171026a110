import type { MessageGroup } from '#shared/domain/simulator-fault.ts';

/** Ids of the gateway's messages by what they are about. Errors and answers about contracts and history are in none. */
const idsOf: Record<Exclude<MessageGroup, 'all'>, readonly number[]> = {
  /** orderStatus, openOrder, openOrderEnd, orderBound, completedOrder, completedOrdersEnd */
  orders: [3, 5, 53, 100, 101, 102],
  /** execDetails, execDetailsEnd, commissionReport */
  executions: [11, 55, 59],
  /** Ticks of every kind, depth, real-time bars, the forming bar, tick by tick. */
  quotes: [1, 2, 12, 13, 21, 45, 46, 50, 57, 58, 81, 90, 99],
  /** Values, portfolio, positions, summary, P&L. */
  account: [6, 7, 8, 54, 61, 62, 63, 64, 71, 72, 73, 74, 94, 95],
};

const groupById = new Map<number, MessageGroup>();
for (const group of ['orders', 'executions', 'quotes', 'account'] as const) {
  for (const id of idsOf[group]) groupById.set(id, group);
}

/** What a message is about; `all` when it is of no group of its own. */
export function groupOf(messageId: number): MessageGroup {
  return groupById.get(messageId) ?? 'all';
}

export function isAbout(messageId: number, group: MessageGroup): boolean {
  return group === 'all' || groupOf(messageId) === group;
}
