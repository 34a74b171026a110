import { severitySchema, type Alert } from '#shared/domain/alert.ts';
import type { Receiver } from '#shared/domain/delivery.ts';
import type { Fact, FactBody } from '#shared/domain/fact.ts';
import type { EpochMs } from '#shared/domain/ports.ts';
import { silenceOver, type Silence } from '#shared/domain/silence.ts';

export type AlertFact = Fact & { kind: 'alert.changed'; body: FactBody<'alert.changed'> };

/** How long Alertmanager keeps an alert firing that it does not hear of again, milliseconds. */
export const FIRES_ON_MS = 5 * 60_000;

function isGraveEnough({ severity }: Alert, { leastSeverity }: Receiver): boolean {
  const grades = severitySchema.options;
  return grades.indexOf(severity) >= grades.indexOf(leastSeverity);
}

/** Changes that call a person; under a silence or an explanation they call nobody elsewhere either. */
const calls: ReadonlySet<string> = new Set([
  'raised',
  'repeated',
  'reopened',
  'released',
  'escalated',
]);

/** Whether a change of an alert is a receiver's affair. */
export function isDelivered(
  { at, body: { alert, change } }: AlertFact,
  receiver: Receiver,
  silences: Iterable<Silence>,
): boolean {
  if (!isGraveEnough(alert, receiver)) return false;
  // It never called anybody, so nobody waits for its end.
  if (alert.openedAt === null && (alert.inhibitedBy !== null || alert.resolvedBy === 'desk')) {
    return false;
  }
  if (!calls.has(change)) return true;
  return alert.inhibitedBy === null && silenceOver(alert, silences, Date.parse(at)) === null;
}

/** Whether an alert fires at a receiver that keeps alerts: it is unresolved and calls a person. */
export function isFiring(
  alert: Alert,
  receiver: Receiver,
  silences: Iterable<Silence>,
  at: EpochMs,
): boolean {
  return (
    alert.state !== 'resolved' &&
    alert.inhibitedBy === null &&
    isGraveEnough(alert, receiver) &&
    silenceOver(alert, silences, at) === null
  );
}

/**
 * An alert as Alertmanager takes it: the labels are its identity, so they never change while it lasts, but for a
 * severity that grows. One that has ended carries its end; one that lasts is to be sent again before `endsAt`.
 * Source: Alertmanager, API v2, `postableAlert`.
 */
export function postableAlert(alert: Alert, receiver: Receiver, at: EpochMs): object {
  const ended = alert.state === 'resolved' && alert.resolvedAt !== null ? alert.resolvedAt : null;
  return {
    labels: {
      alertname: alert.rule,
      severity: alert.severity,
      desk: receiver.deskName,
      alert_id: alert.alertId,
    },
    annotations: {
      summary: alert.title,
      description: alert.detail,
      state: alert.state,
      count: String(alert.count),
      owner: alert.owner ?? '',
    },
    startsAt: alert.openedAt ?? alert.firstSeenAt,
    endsAt: ended ?? new Date(at + FIRES_ON_MS).toISOString(),
  };
}

/**
 * Changes as a webhook gets them, oldest first. `eventId` is the same whenever an event is sent again, so that a receiver
 * that was heard too late can tell: a change is sent until it is taken, twice rather than never.
 */
export function webhookBody(facts: readonly AlertFact[], { deskName }: Receiver): object {
  return {
    version: 1,
    desk: deskName,
    events: facts.map(({ seq, at, by, body: { alert, change } }) => ({
      eventId: `${alert.alertId}:${seq}`,
      seq,
      at,
      by,
      change,
      alert,
    })),
  };
}
