import { create } from 'zustand';

import type { Alert } from '#shared/domain/alert.ts';

import {
  alertFilterSchema,
  alertQueue,
  alertTest,
  everyAlert,
  stepInQueue,
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
type AlertRequest = 'acknowledge' | 'resolve' | 'note' | 'acknowledge-marked';

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

/** As it is shown, ranked. */
function shownAlerts(): readonly Alert[] {
  const { rows } = alerts.store.getState();
  return alertQueue(rows.values(), useAlertQueue.getState().filter, filterContext());
}

/** Selects the next alert down the queue, or up; its first where none of it is selected. */
export function moveAlertSelection(step: 1 | -1): void {
  const { rows } = alerts.store.getState();
  const { alertId } = useSelection.getState();
  const selected = alertId === null ? null : (rows.get(alertId) ?? null);
  const isWanted = alertTest(useAlertQueue.getState().filter, filterContext());
  selectAlert(stepInQueue(rows.values(), isWanted, selected, step)?.alertId ?? null);
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
