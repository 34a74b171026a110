import { alertTitles } from '#shared/domain/alert-titles.ts';
import { ContractError } from '#shared/contract/error.ts';
import {
  acknowledgeWithinMs,
  severitySchema,
  untouchedAlert,
  type Alert,
  type AlertChange,
  type Severity,
} from '#shared/domain/alert.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import type { EpochMs } from '#shared/domain/ports.ts';
import { isSilencedBy } from '#shared/domain/silence.ts';

import {
  alertRules,
  fingerprintOf,
  natureOf,
  worseningSteps,
  type AlertCondition,
} from './alert-rules.ts';
import type { AlertTimes } from './alert-times.ts';
import type { Alerts } from './alerts.ts';
import { inhibitorOf, standingOf, type Standing } from './inhibitions.ts';
import { ownOrderRefusal, type AcknowledgeRight } from './own-order.ts';

/** An event seen again within this many milliseconds writes no further fact. */
const REPEAT_EVERY_MS = 1000;

function changed(alert: Alert, change: AlertChange, by: string): NewFact[] {
  return [{ kind: 'alert.changed', by, body: { alert, change } }];
}

const isWorse = (a: Severity, b: Severity): boolean =>
  severitySchema.options.indexOf(a) > severitySchema.options.indexOf(b);

/** By when an alert that opens now must be acknowledged, ISO-8601; null where it may wait. */
function deadlineOf(severity: Severity, at: EpochMs): string | null {
  const within = acknowledgeWithinMs[severity];
  return within === null ? null : new Date(at + within).toISOString();
}

/** Whether the figure has moved further beyond its threshold than when it was last shown, by the rule's step. */
function isDeeper(current: Alert, { rule, figures }: AlertCondition): boolean {
  const step = worseningSteps[rule];
  const { observed, threshold } = current;
  if (step === undefined || figures === null || observed === null || threshold === null) {
    return false;
  }
  const before = Math.abs(observed - threshold);
  const now = Math.abs(figures.observed - figures.threshold);
  return now - before >= step * Math.abs(figures.threshold);
}

/** The earlier of two times, of which either can be open. */
function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

/**
 * A condition was seen. The first time it raises an alert. After that:
 * a graver one, one whose figure is a step worse, one that had cleared and is back, and an event that happens again after it was acknowledged open
 * the alert anew; an event that happens again counts up, once a second at most; a condition that simply goes on
 * is no news. What `standing` explains opens inhibited: it calls nobody and its clock does not run.
 */
export function decideRaise(
  alerts: Alerts,
  seen: AlertCondition,
  at: EpochMs,
  newAlertId: () => string,
  standing = standingIn(alerts, at),
): NewFact[] {
  const fingerprint = fingerprintOf(seen);
  const time = new Date(at).toISOString();
  const isEvent = alertRules[seen.rule].nature === 'event';
  const current = alerts.unresolved.get(fingerprint);
  const inhibitedBy = inhibitorOf(seen, standing);
  if (current === undefined) {
    const alert: Alert = {
      alertId: newAlertId(),
      fingerprint,
      rule: seen.rule,
      severity: seen.severity,
      title: alertTitles[seen.rule],
      detail: seen.detail,
      state: 'open',
      conditionCleared: isEvent,
      count: 1,
      firstSeenAt: time,
      lastSeenAt: time,
      orderRef: seen.orderRef,
      instrumentId: seen.instrumentId,
      ...untouchedAlert,
      ...seen.figures,
      ...opened(seen.severity, at, inhibitedBy),
    };
    return changed(alert, 'raised', 'desk');
  }

  const graver = isWorse(seen.severity, current.severity);
  const worse = graver || seen.worse === true || isDeeper(current, seen);
  const happenedAgain = isEvent || current.conditionCleared;
  if (!worse && !happenedAgain) return [];
  const severity = graver ? seen.severity : current.severity;
  const seenAgain: Alert = {
    ...current,
    ...seen.figures,
    severity,
    detail: seen.detail,
    conditionCleared: isEvent,
    clearedAt: null,
    count: current.count + 1,
    lastSeenAt: time,
  };
  if (current.state === 'acknowledged') {
    const reopened: Alert = {
      ...seenAgain,
      state: 'open',
      acknowledgedBy: null,
      acknowledgedAt: null,
      ownOrder: false,
      ...opened(severity, at, inhibitorOf({ ...seen, severity }, standing)),
      reopenings: current.reopenings + 1,
    };
    return changed(reopened, 'reopened', 'desk');
  }
  const soonAfter = Math.abs(at - Date.parse(current.lastSeenAt)) < REPEAT_EVERY_MS;
  if (isEvent && !worse && soonAfter) return [];
  const acknowledgeBy =
    current.inhibitedBy === null ? earlier(current.acknowledgeBy, deadlineOf(severity, at)) : null;
  return changed({ ...seenAgain, acknowledgeBy }, 'repeated', 'desk');
}

/** How an alert opens: with its clock running, or without where another stands for it. */
function opened(
  severity: Severity,
  at: EpochMs,
  inhibitedBy: string | null,
): Pick<Alert, 'openedAt' | 'acknowledgeBy' | 'inhibitedBy'> {
  return inhibitedBy === null
    ? { openedAt: new Date(at).toISOString(), acknowledgeBy: deadlineOf(severity, at), inhibitedBy }
    : { openedAt: null, acknowledgeBy: null, inhibitedBy };
}

/** What is unresolved under a fingerprint, as an explanation of others. */
export function standingIn(
  { unresolved }: Alerts,
  at: EpochMs,
): (fingerprint: string) => Standing | undefined {
  return (fingerprint) => standingOf(unresolved.get(fingerprint), at);
}

/**
 * Open alerts that another has come to explain, or no longer does. One that was explained from first to last is
 * resolved by the desk once its condition is over: nobody was called for it, so nobody has to close it.
 */
export function decideInhibit(alerts: Alerts, at: EpochMs): NewFact[] {
  const facts: NewFact[] = [];
  const standing = standingIn(alerts, at);
  for (const alert of alerts.unresolved.values()) {
    const { state, inhibitedBy, conditionCleared, openedAt, escalatedAt } = alert;
    if (state !== 'open') continue;
    const inhibitor = inhibitorOf(alert, standing);
    if (inhibitedBy === null) {
      if (inhibitor === null || conditionCleared || escalatedAt !== null) continue;
      const quiet = { ...alert, inhibitedBy: inhibitor, acknowledgeBy: null };
      facts.push(...changed(quiet, 'inhibited', 'desk'));
    } else if (conditionCleared && openedAt === null && natureOf(alert.rule) === 'condition') {
      const resolved: Alert = {
        ...alert,
        state: 'resolved',
        resolvedBy: 'desk',
        resolvedAt: new Date(at).toISOString(),
        note: notes(alert.note, `It held only while ${inhibitedBy} explained it.`),
      };
      facts.push(...changed(resolved, 'resolved', 'desk'));
    } else if (inhibitor === null) {
      facts.push(...changed({ ...alert, ...opened(alert.severity, at, null) }, 'released', 'desk'));
    }
  }
  return facts;
}

/**
 * Open alerts whose time to acknowledge has run out: each is escalated, once until it opens again. One under a silence
 * waits until that is over. Both times are those of the clock that nobody sets; `elapsed` is its milliseconds.
 */
export function decideEscalate(
  alerts: Alerts,
  at: EpochMs,
  times: AlertTimes,
  elapsed: number,
): NewFact[] {
  const facts: NewFact[] = [];
  const silences = [...alerts.silences.values()].filter(
    (silence) => !times.isOver(silence, elapsed),
  );
  for (const alert of alerts.unresolved.values()) {
    const { state, acknowledgeBy, escalatedAt, escalations } = alert;
    if (state !== 'open' || escalatedAt !== null || acknowledgeBy === null) continue;
    if (!times.isDue(alert, elapsed)) continue;
    if (silences.some((silence) => isSilencedBy(silence, alert))) continue;
    const escalated = {
      ...alert,
      escalatedAt: new Date(at).toISOString(),
      escalations: escalations + 1,
    };
    facts.push(...changed(escalated, 'escalated', 'desk'));
  }
  return facts;
}

/** The condition no longer holds. The alert stays until a person resolves it. */
export function decideClear(alerts: Alerts, fingerprint: string, at: EpochMs): NewFact[] {
  const current = alerts.unresolved.get(fingerprint);
  if (current === undefined || current.conditionCleared) return [];
  const clearedAt = new Date(at).toISOString();
  return changed({ ...current, conditionCleared: true, clearedAt }, 'cleared', 'desk');
}

/**
 * A person has seen the alert and says what they do about it. Throws {@link ContractError}: `not-found`,
 * `conflict` when it is acknowledged or resolved already or `right` refuses it, `bad-input` without a note.
 */
export function decideAcknowledge(
  alerts: Alerts,
  { alertId, note }: { alertId: string; note: string },
  at: EpochMs,
  by: string,
  right: AcknowledgeRight,
): NewFact[] {
  const alert = find(alerts, alertId);
  if (alert.state === 'acknowledged') {
    throw new ContractError({
      code: 'conflict',
      message: `${alert.acknowledgedBy ?? 'Somebody'} has acknowledged this alert already.`,
      advice: 'Resolve it when it is dealt with.',
    });
  }
  if (right === 'refused') throw ownOrderRefusal();
  const written = note.trim();
  if (written === '') throw noteDue('Write what you saw and what you do about it.');
  return changed(
    {
      ...alert,
      state: 'acknowledged',
      acknowledgedBy: by,
      acknowledgedAt: new Date(at).toISOString(),
      ...acknowledgedOnceMore(alert, at),
      owner: by,
      ownOrder: right === 'own-order',
      escalatedAt: null,
      inhibitedBy: null,
      note: written,
    },
    'acknowledged',
    by,
  );
}

/** One that only ever was explained by another called nobody: there was nothing to be quick about. */
function acknowledgedOnceMore(
  { openedAt, acknowledgements, acknowledgedInMs }: Alert,
  at: EpochMs,
): Pick<Alert, 'acknowledgements' | 'acknowledgedInMs'> {
  if (openedAt === null) return { acknowledgements, acknowledgedInMs };
  return {
    acknowledgements: acknowledgements + 1,
    // The machine's clock may have been set back meanwhile.
    acknowledgedInMs: acknowledgedInMs + Math.max(0, Math.round(at - Date.parse(openedAt))),
  };
}

/**
 * A person closes the alert. Throws {@link ContractError}: `not-found`; `conflict` when it is resolved already,
 * when its condition still holds, when it is critical and nobody has acknowledged it, or when nobody has and `right`
 * refuses that; `bad-input` when nobody has written a note yet.
 */
export function decideResolve(
  alerts: Alerts,
  { alertId, note }: { alertId: string; note: string },
  at: EpochMs,
  by: string,
  right: AcknowledgeRight,
): NewFact[] {
  const alert = find(alerts, alertId);
  const unseen = alert.state === 'open';
  if (unseen && right === 'refused') throw ownOrderRefusal();
  if (alert.severity === 'critical' && alert.state !== 'acknowledged') {
    throw new ContractError({
      code: 'conflict',
      message: 'A critical alert is resolved only after a person has acknowledged it.',
      advice: 'Acknowledge it first, with a note.',
    });
  }
  if (!alert.conditionCleared && natureOf(alert.rule) === 'condition') {
    throw new ContractError({
      code: 'conflict',
      message: 'What this alert is about still holds.',
      advice: 'Mend the cause; the alert says so when the condition has cleared.',
    });
  }
  const written = note.trim();
  if (written === '' && alert.note === null) throw noteDue('Write what was done about it.');
  return changed(
    {
      ...alert,
      state: 'resolved',
      resolvedBy: by,
      resolvedAt: new Date(at).toISOString(),
      ownOrder: unseen ? right === 'own-order' : alert.ownOrder,
      note: notes(alert.note, written),
    },
    'resolved',
    by,
  );
}

/** Both notes, the older first; the journal keeps who wrote which. */
function notes(before: string | null, written: string): string | null {
  if (written === '') return before;
  return before === null ? written : `${before}\n${written}`;
}

function find(alerts: Alerts, alertId: string): Alert {
  const alert = alerts.byId.get(alertId);
  if (alert === undefined) {
    throw new ContractError({
      code: 'not-found',
      message: 'There is no such alert.',
      advice: 'Load the list of alerts again.',
    });
  }
  if (alert.state === 'resolved') {
    throw new ContractError({
      code: 'conflict',
      message: `${alert.resolvedBy ?? 'Somebody'} has resolved this alert already.`,
      advice: '',
    });
  }
  return alert;
}

function noteDue(advice: string): ContractError {
  return new ContractError({ code: 'bad-input', message: 'A note is due.', advice });
}
