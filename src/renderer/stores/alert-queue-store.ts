import { create } from 'zustand';

import type { Alert } from '#shared/domain/alert.ts';

import {
  alertFilterSchema,
  alertQueue,
  everyAlert,
  neighbourOf,
  type AlertFilter,
  type FilterContext,
} from './alert-queue.ts';
import { useClock } from './clock-store.ts';
import { alerts, silences } from './desk-topics.ts';
import { selectAlert, useSelection } from './selection-store.ts';
import { readSession } from './session-store.ts';
import { readStored, writeStored } from './stored.ts';

const storageKey = 'deskcheck.alert-filter';

/** What a shortcut asks of the alert's detail. */
type AlertRequest = 'acknowledge' | 'resolve' | 'note' | 'silence' | 'acknowledge-marked';

interface AlertQueueStore {
  filter: AlertFilter;
  /** Alerts that one note is to acknowledge together. */
  marked: ReadonlySet<string>;
  request: { kind: AlertRequest; count: number } | null;
}

export const useAlertQueue = create<AlertQueueStore>(() => ({
  filter: readStored(storageKey, alertFilterSchema, everyAlert),
  marked: new Set(),
  request: null,
}));

/** Changes what is shown, and keeps it in this browser. What leaves the list is no longer marked. */
export function filterAlerts(change: Partial<AlertFilter>): void {
  const filter = { ...useAlertQueue.getState().filter, ...change };
  useAlertQueue.setState({ filter });
  writeStored(storageKey, filter);
  const shown = new Set(shownAlerts().map(({ alertId }) => alertId));
  useAlertQueue.setState(({ marked }) => ({
    marked: new Set([...marked].filter((alertId) => shown.has(alertId))),
  }));
}

export function filterContext(): FilterContext {
  return {
    personId: readSession()?.person?.personId ?? null,
    silences: [...silences.store.getState().rows.values()],
    now: useClock.getState().now,
  };
}

/** The last queue and what it was made of. */
let made: { of: readonly unknown[]; queue: readonly Alert[] } | null = null;

/** As it is shown. A person who holds a key down does not wait for it to be ranked at every step. */
function shownAlerts(): readonly Alert[] {
  const { rows } = alerts.store.getState();
  const { filter } = useAlertQueue.getState();
  const context = filterContext();
  const of = [rows, silences.store.getState().rows, filter, context.personId, context.now];
  if (made === null || of.some((part, index) => part !== made?.of[index])) {
    made = { of, queue: alertQueue(rows.values(), filter, context) };
  }
  return made.queue;
}

/** Selects the alert so many places further down the queue. */
export function moveAlertSelection(steps: number): void {
  selectAlert(neighbourOf(shownAlerts(), useSelection.getState().alertId, steps));
}

/** Marks an alert for acknowledging together with others, or takes the mark away. */
export function markAlert(alertId: string): void {
  useAlertQueue.setState(({ marked }) => {
    const next = new Set(marked);
    if (!next.delete(alertId)) next.add(alertId);
    return { marked: next };
  });
}

/** Marks every open alert that is shown; takes every mark away where all of them have one. */
export function markShownAlerts(): void {
  const open = shownAlerts().flatMap(({ alertId, state }) => (state === 'open' ? [alertId] : []));
  useAlertQueue.setState(({ marked }) => ({
    marked: new Set(open.every((alertId) => marked.has(alertId)) ? [] : open),
  }));
}

export function unmarkAlerts(): void {
  useAlertQueue.setState({ marked: new Set() });
}

/** Hands what a shortcut asks for to the detail, which knows the note. */
export function requestAlertFocus(kind: AlertRequest): void {
  useAlertQueue.setState(({ request }) => ({
    request: { kind, count: (request?.count ?? 0) + 1 },
  }));
}
