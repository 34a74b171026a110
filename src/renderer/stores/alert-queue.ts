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

/** Of the ranks below each takes one digit, so that a whole alert has one number. */
const digit = 10;

/** What comes before the time: unseen first, those that another explains after them, then the graver, then the late. */
function rankOf(alert: Alert): number {
  const { state, severity, inhibitedBy } = alert;
  const explained = Number(inhibitedBy !== null);
  const inTime = Number(!isLate(alert));
  return ((stateRank[state] * digit + explained) * digit + severityRank[severity]) * digit + inTime;
}

/** The order in which alerts want a person, as {@link rankOf} says; then the newer. */
export function compareAlerts(a: Alert, b: Alert): number {
  return rankOf(a) - rankOf(b) || compareTimes(b, a);
}

/** Times in one form compare letter by letter, and much faster than by a language's rules. */
function compareTimes(a: Alert, b: Alert): number {
  return a.lastSeenAt < b.lastSeenAt ? -1 : Number(a.lastSeenAt > b.lastSeenAt);
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
    (wanted === '' || textOf(alert).includes(wanted));
}

/** An alert never changes in place, so that what is searched in it is made once. */
const texts = new WeakMap<Alert, string>();

function textOf(alert: Alert): string {
  const before = texts.get(alert);
  if (before !== undefined) return before;
  const { title, detail, owner, note } = alert;
  const text = `${title}\n${detail}\n${owner ?? ''}\n${note ?? ''}`.toLowerCase();
  texts.set(alert, text);
  return text;
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
  const isWanted = alertTest(filter, context);
  const ranked: { readonly alert: Alert; readonly rank: number }[] = [];
  for (const alert of alerts) if (isWanted(alert)) ranked.push({ alert, rank: rankOf(alert) });
  ranked.sort((a, b) => a.rank - b.rank || compareTimes(b.alert, a.alert));
  return ranked.map(({ alert }) => alert);
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
