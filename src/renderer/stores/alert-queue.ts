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

/** The order in which alerts want a person, as {@link rankOf} says; then the newer. No two have the same place. */
export function compareAlerts(a: Alert, b: Alert): number {
  return rankOf(a) - rankOf(b) || compareNewer(a, b);
}

function compareNewer(a: Alert, b: Alert): number {
  return compareTexts(b.lastSeenAt, a.lastSeenAt) || compareTexts(b.alertId, a.alertId);
}

/** Times and ids in one form compare letter by letter, and much faster than by a language's rules. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
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
  ranked.sort((a, b) => a.rank - b.rank || compareNewer(a.alert, b.alert));
  return ranked.map(({ alert }) => alert);
}

/**
 * The alert one place further down the queue, or one up, staying inside it: the queue's first where none of it is selected,
 * null where it is empty. It is looked for in one pass: who holds a key down does not wait for ten thousand to be ranked.
 */
export function stepInQueue(
  alerts: Iterable<Alert>,
  isWanted: (alert: Alert) => boolean,
  selected: Alert | null,
  step: 1 | -1,
): Alert | null {
  const from = selected !== null && isWanted(selected) ? selected : null;
  const way = from === null ? 1 : step;
  let next: Alert | null = null;
  for (const alert of alerts) {
    if (!isWanted(alert)) continue;
    if (from !== null && compareAlerts(alert, from) * way <= 0) continue;
    if (next === null || compareAlerts(alert, next) * way < 0) next = alert;
  }
  return next ?? from;
}
