import { ContractError } from '#shared/contract/error.ts';
import { severitySchema, type Alert, type Severity } from '#shared/domain/alert.ts';
import type { FactBody, NewFact } from '#shared/domain/fact.ts';
import type { EpochMs } from '#shared/domain/ports.ts';

import { alertRules, fingerprintOf, natureOf, type AlertCondition } from './alert-rules.ts';
import type { Alerts } from './alerts.ts';

/** An event seen again within this many milliseconds writes no further fact. */
const REPEAT_EVERY_MS = 1000;

type Change = FactBody<'alert.changed'>['change'];

function changed(alert: Alert, change: Change, by: string): NewFact[] {
  return [{ kind: 'alert.changed', by, body: { alert, change } }];
}

const isWorse = (a: Severity, b: Severity): boolean =>
  severitySchema.options.indexOf(a) > severitySchema.options.indexOf(b);

/**
 * A condition was seen. The first time it raises an alert. After that:
 * a graver one, one that had cleared and is back, and an event that happens again after it was acknowledged open
 * the alert anew; an event that happens again counts up, once a second at most; a condition that simply goes on
 * is no news.
 */
export function decideRaise(
  alerts: Alerts,
  seen: AlertCondition,
  at: EpochMs,
  newAlertId: () => string,
): NewFact[] {
  const fingerprint = fingerprintOf(seen);
  const time = new Date(at).toISOString();
  const isEvent = alertRules[seen.rule].nature === 'event';
  const current = alerts.unresolved.get(fingerprint);
  if (current === undefined) {
    const alert: Alert = {
      alertId: newAlertId(),
      fingerprint,
      rule: seen.rule,
      severity: seen.severity,
      title: alertRules[seen.rule].title,
      detail: seen.detail,
      state: 'open',
      conditionCleared: isEvent,
      count: 1,
      firstSeenAt: time,
      lastSeenAt: time,
      orderRef: seen.orderRef,
      instrumentId: seen.instrumentId,
      acknowledgedBy: null,
      acknowledgedAt: null,
      note: null,
      resolvedBy: null,
      resolvedAt: null,
    };
    return changed(alert, 'raised', 'desk');
  }

  const graver = isWorse(seen.severity, current.severity);
  const worse = graver || seen.worse === true;
  const happenedAgain = isEvent || current.conditionCleared;
  if (!worse && !happenedAgain) return [];
  const seenAgain: Alert = {
    ...current,
    severity: graver ? seen.severity : current.severity,
    detail: seen.detail,
    conditionCleared: isEvent,
    count: current.count + 1,
    lastSeenAt: time,
  };
  if (current.state === 'acknowledged') {
    const reopened: Alert = {
      ...seenAgain,
      state: 'open',
      acknowledgedBy: null,
      acknowledgedAt: null,
    };
    return changed(reopened, 'reopened', 'desk');
  }
  const soonAfter = Math.abs(at - Date.parse(current.lastSeenAt)) < REPEAT_EVERY_MS;
  if (isEvent && !worse && soonAfter) return [];
  return changed(seenAgain, 'repeated', 'desk');
}

/** The condition no longer holds. The alert stays until a person resolves it. */
export function decideClear(alerts: Alerts, fingerprint: string): NewFact[] {
  const current = alerts.unresolved.get(fingerprint);
  if (current === undefined || current.conditionCleared) return [];
  return changed({ ...current, conditionCleared: true }, 'cleared', 'desk');
}

/**
 * A person has seen the alert and says what they do about it. Throws {@link ContractError}: `not-found`,
 * `conflict` when it is acknowledged or resolved already, `bad-input` without a note.
 */
export function decideAcknowledge(
  alerts: Alerts,
  { alertId, note }: { alertId: string; note: string },
  at: EpochMs,
  by: string,
): NewFact[] {
  const alert = find(alerts, alertId);
  if (alert.state === 'acknowledged') {
    throw new ContractError({
      code: 'conflict',
      message: `${alert.acknowledgedBy ?? 'Somebody'} has acknowledged this alert already.`,
      advice: 'Resolve it when it is dealt with.',
    });
  }
  const written = note.trim();
  if (written === '') throw noteDue('Write what you saw and what you do about it.');
  return changed(
    {
      ...alert,
      state: 'acknowledged',
      acknowledgedBy: by,
      acknowledgedAt: new Date(at).toISOString(),
      note: written,
    },
    'acknowledged',
    by,
  );
}

/**
 * A person closes the alert. Throws {@link ContractError}: `not-found`; `conflict` when it is resolved already,
 * when its condition still holds, or when it is critical and nobody has acknowledged it; `bad-input` when nobody
 * has written a note yet.
 */
export function decideResolve(
  alerts: Alerts,
  { alertId, note }: { alertId: string; note: string },
  at: EpochMs,
  by: string,
): NewFact[] {
  const alert = find(alerts, alertId);
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
