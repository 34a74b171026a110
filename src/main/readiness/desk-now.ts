import type { AccountRow, DeskStatus, PositionRow } from '#shared/contract/topics.ts';
import type { Order } from '#shared/domain/order.ts';
import type { Quote } from '#shared/domain/quote.ts';

import type { DeskReached } from './check-world.ts';

/** What a desk shows now. Each throws where the desk shows nothing of it at all. */
export function statusNow(desk: DeskReached): DeskStatus {
  return only('status', desk.feed('status', {}).snapshot());
}

export function accountNow(desk: DeskReached): AccountRow {
  return only('account', desk.feed('account', {}).snapshot());
}

/** A copy: the desk changes its own in place. Null where the desk has no quote of it. */
export function quoteNow(desk: DeskReached, instrumentId: number): Quote | null {
  const quotes = desk.feed('quotes', {}).snapshot();
  const quote = quotes.find((each) => each.instrumentId === instrumentId);
  return quote === undefined ? null : { ...quote };
}

export function orderNow(desk: DeskReached, orderRef: string): Order | null {
  const orders = desk.feed('orders', {}).snapshot();
  return orders.find((each) => each.orderRef === orderRef) ?? null;
}

export function positionNow(desk: DeskReached, instrumentId: number): PositionRow | null {
  const rows = desk.feed('positions', {}).snapshot();
  return rows.find((each) => each.instrumentId === instrumentId) ?? null;
}

function only<T>(topic: string, items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error(`The desk shows nothing of its ${topic}.`);
  return item;
}
