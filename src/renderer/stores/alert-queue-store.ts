import { create } from 'zustand';

import { alerts } from './desk-topics.ts';
import { selectAlert, useSelection } from './selection-store.ts';
import { alertQueue, neighbourOf, type AlertView } from './alert-queue.ts';

/** What a shortcut asks of the alert's detail. */
type AlertRequest = 'acknowledge' | 'resolve' | 'note';

interface AlertQueueStore {
  view: AlertView;
  request: { kind: AlertRequest; count: number } | null;
}

export const useAlertQueue = create<AlertQueueStore>(() => ({ view: 'unresolved', request: null }));

export function viewAlerts(view: AlertView): void {
  useAlertQueue.setState({ view });
}

/** Selects the alert so many places further down the queue. */
export function moveAlertSelection(steps: number): void {
  const queue = alertQueue(alerts.store.getState().rows.values(), useAlertQueue.getState().view);
  selectAlert(neighbourOf(queue, useSelection.getState().alertId, steps));
}

/** Hands what a shortcut asks for to the detail, which knows the note. */
export function requestAlertFocus(kind: AlertRequest): void {
  useAlertQueue.setState(({ request }) => ({
    request: { kind, count: (request?.count ?? 0) + 1 },
  }));
}
