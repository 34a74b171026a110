import { create } from 'zustand';

import type { Alert } from '#shared/domain/alert.ts';

import { alerts } from './desk-topics.ts';
import type { RowKey } from './topic-store.ts';

/** How many of the latest are kept. */
const kept = 100;

/** Milliseconds that each of the latest alerts took to this window, from when the desk saw it until it was drawn. */
interface AlertDelays {
  readonly delaysMs: readonly number[];
}

export const useAlertDelays = create<AlertDelays>(() => ({ delaysMs: [] }));

/** The slowest of them; null before the first. */
export function slowestAlert({ delaysMs }: AlertDelays): number | null {
  return delaysMs.length === 0 ? null : Math.max(...delaysMs);
}

/** Of the alerts that changed, those that call a person now and did not before. */
function opened(changed: readonly Alert[], before: ReadonlyMap<RowKey, Alert>): string[] {
  return changed.flatMap(({ alertId, state, openedAt, inhibitedBy }) => {
    if (state !== 'open' || openedAt === null || inhibitedBy !== null) return [];
    return before.get(alertId)?.openedAt === openedAt ? [] : [openedAt];
  });
}

/** Runs once the page has been drawn; never while nobody could see it. */
function afterDrawing(drawn: () => void): void {
  if (document.visibilityState === 'hidden') return;
  requestAnimationFrame(() => {
    // What a frame begins with is not on the screen yet; what comes after it is.
    setTimeout(drawn);
  });
}

/**
 * Takes the time of every alert that comes while this window listens. What was there before it did is no measure of the
 * way. Desk and window are on one machine and read one clock. Source: reference/controls.md, Alert: fact-to-screen latency.
 */
export function followAlertDelays(
  clock: { now(): number } = Date,
  onDrawn: (drawn: () => void) => void = afterDrawing,
): () => void {
  return alerts.store.subscribe(({ change }, before) => {
    if (change.kind !== 'some') return;
    const times = opened(change.rows, before.rows);
    if (times.length === 0) return;
    onDrawn(() => {
      const now = clock.now();
      // A negative one says that the clock was set, not how long it took.
      const took = times.map((at) => now - Date.parse(at)).filter((ms) => ms >= 0);
      useAlertDelays.setState(({ delaysMs }) => ({
        delaysMs: [...delaysMs, ...took].slice(-kept),
      }));
    });
  });
}
