import type { DeskStatus } from '#shared/contract/topics.ts';

import { createTopicStore, useTopic } from './topic-store.ts';

/** Every topic the console listens to all the time. Bars are listened to by the chart that shows them. */

const status = createTopicStore('status', {}, () => 'status');
export const watchlist = createTopicStore('watchlist', {}, (row) => row.instrumentId);
export const quotes = createTopicStore('quotes', {}, (quote) => quote.instrumentId);
export const orders = createTopicStore('orders', {}, (order) => order.orderRef);
export const executions = createTopicStore('executions', {}, (execution) => execution.execId);
export const positions = createTopicStore('positions', {}, (position) => position.instrumentId);
export const accounts = createTopicStore('account', {}, (account) => account.accountId);
export const alerts = createTopicStore('alerts', {}, (alert) => alert.alertId);
export const activity = createTopicStore('activity', {}, (entry) => entry.seq);

/** Starts every topic; returns how to stop them. */
export function listenToDesk(): () => void {
  const stops = [
    status.start(),
    watchlist.start(),
    quotes.start(),
    orders.start(),
    executions.start(),
    positions.start(),
    accounts.start(),
    alerts.start(),
    activity.start(),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The desk's status as last heard; null before the first word. */
export function readStatus(): DeskStatus | null {
  return status.store.getState().rows.get('status') ?? null;
}

/** A part of the desk's status; null before the first word. */
export function useStatus<Part>(select: (status: DeskStatus) => Part): Part | null {
  return useTopic(status, ({ rows }) => {
    const known = rows.get('status');
    return known === undefined ? null : select(known);
  });
}
