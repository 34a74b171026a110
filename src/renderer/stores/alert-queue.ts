import { z } from 'zod';

import { isLate, quietOf } from '#shared/domain/alert-calls.ts';
import {
  severitySchema,
  type Alert,
  type AlertState,
  type Severity,
} from '#shared/domain/alert.ts';
import type { Silence } from '#shared/domain/silence.ts';

const stateRank: Record<AlertState, number> = { open: 0, acknowledged: 1, resolved: 2 };
const severityRank: Record<Severity, number> = { critical: 0, warning: 1, info: 2 };

/** The order in which alerts want a person: unseen first, those that another explains after them, then the graver, the late, the newer. */
export function compareAlerts(a: Alert, b: Alert): number {
  return (
    stateRank[a.state] - stateRank[b.state] ||
    Number(a.inhibitedBy !== null) - Number(b.inhibitedBy !== null) ||
    severityRank[a.severity] - severityRank[b.severity] ||
    Number(isLate(b)) - Number(isLate(a)) ||
    // Times in one form compare letter by letter, and much faster than by a language's rules.
    (b.lastSeenAt < a.lastSeenAt ? -1 : Number(b.lastSeenAt > a.lastSeenAt))
  );
}

export const alertViewSchema = z.enum(['unresolved', 'open', 'quiet', 'all']);
export type AlertView = z.infer<typeof alertViewSchema>;

/** What of the alerts a person looks at. It is kept in this browser. */
export const alertFilterSchema = z.object({
  view: alertViewSchema.catch('unresolved'),
  /** Null for every severity. */
  severity: severitySchema.nullable().catch(null),
  /** Only those this person looks after, or has still to. */
  mine: z.boolean().catch(false),
  /** Null for every rule. */
  rule: z.string().nullable().catch(null),
  /** Found in title, detail, owner or note, whatever its case; empty for everything. */
  text: z.string().catch(''),
});
export type AlertFilter = z.infer<typeof alertFilterSchema>;

export const everyAlert: AlertFilter = alertFilterSchema.parse({});

/** Whether a filter leaves anything out of its view. */
export function isNarrowed({ severity, rule, mine, text }: AlertFilter): boolean {
  return severity !== null || rule !== null || mine || text !== '';
}

/** Who looks, when, and what is silenced: what a filter asks beside the alert. */
export interface FilterContext {
  readonly personId: string | null;
  readonly silences: readonly Silence[];
  readonly now: number;
}

/** The test of a filter, made once for all alerts. */
export function alertTest(
  { view, severity, mine, rule, text }: AlertFilter,
  { personId, silences, now }: FilterContext,
): (alert: Alert) => boolean {
  const wanted = text.trim().toLowerCase();
  const inView: Record<AlertView, (alert: Alert) => boolean> = {
    unresolved: ({ state }) => state !== 'resolved',
    open: ({ state }) => state === 'open',
    quiet: (alert) => quietOf(alert, silences, now) !== null,
    all: () => true,
  };
  const isInView = inView[view];
  return (alert) =>
    isInView(alert) &&
    (severity === null || alert.severity === severity) &&
    (rule === null || alert.rule === rule) &&
    (!mine || alert.owner === personId) &&
    (wanted === '' ||
      `${alert.title}\n${alert.detail}\n${alert.owner ?? ''}\n${alert.note ?? ''}`
        .toLowerCase()
        .includes(wanted));
}

/** The open alerts of the same rule, the given one first: what one note can be the answer to. */
export function openOfRule(alerts: Iterable<Alert>, { alertId, rule }: Alert): Alert[] {
  return [...alerts]
    .filter((alert) => alert.state === 'open' && alert.rule === rule)
    .toSorted((a, b) => Number(b.alertId === alertId) - Number(a.alertId === alertId));
}

/** The queue as it is shown. */
export function alertQueue(
  alerts: Iterable<Alert>,
  filter: AlertFilter,
  context: FilterContext,
): Alert[] {
  return [...alerts].filter(alertTest(filter, context)).toSorted(compareAlerts);
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
