import type { Alert, AlertState, Severity } from '#shared/domain/alert.ts';

import { isLate } from './alert-figures.ts';

const stateRank: Record<AlertState, number> = { open: 0, acknowledged: 1, resolved: 2 };
const severityRank: Record<Severity, number> = { critical: 0, warning: 1, info: 2 };

/** The order in which alerts want a person: unseen first, then the graver, the late, the newer. */
export function compareAlerts(a: Alert, b: Alert): number {
  return (
    stateRank[a.state] - stateRank[b.state] ||
    severityRank[a.severity] - severityRank[b.severity] ||
    Number(isLate(b)) - Number(isLate(a)) ||
    // Times in one form compare letter by letter, and much faster than by a language's rules.
    (b.lastSeenAt < a.lastSeenAt ? -1 : Number(b.lastSeenAt > a.lastSeenAt))
  );
}

/** The open alerts of the same rule, the given one first: what one note can be the answer to. */
export function openOfRule(alerts: Iterable<Alert>, { alertId, rule }: Alert): Alert[] {
  return [...alerts]
    .filter((alert) => alert.state === 'open' && alert.rule === rule)
    .toSorted((a, b) => Number(b.alertId === alertId) - Number(a.alertId === alertId));
}

export type AlertView = 'unresolved' | 'all';

/** The queue as it is shown. */
export function alertQueue(alerts: Iterable<Alert>, view: AlertView): Alert[] {
  return [...alerts]
    .filter(({ state }) => view === 'all' || state !== 'resolved')
    .toSorted(compareAlerts);
}

/** The alert `steps` further down the queue, staying inside it; the first when none is selected. */
export function neighbourOf(
  queue: readonly Alert[],
  alertId: string | null,
  steps: number,
): string | null {
  const at = queue.findIndex((alert) => alert.alertId === alertId);
  const next = at < 0 ? 0 : Math.min(queue.length - 1, Math.max(0, at + steps));
  return queue[next]?.alertId ?? null;
}
