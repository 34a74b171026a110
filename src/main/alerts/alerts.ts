import type { Alert } from '#shared/domain/alert.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import type { Silence } from '#shared/domain/silence.ts';

/** The alerts of the desk in memory. Only {@link applyToAlerts} changes them. */
export interface Alerts {
  readonly byId: Map<string, Alert>;
  /** The unresolved ones, one per fingerprint. */
  readonly unresolved: Map<string, Alert>;
  /** Those that nobody has ended, until they are forgotten. */
  readonly silences: Map<string, Silence>;
}

/** Alerts to start with: none, or those of the derived table. */
export function alertsFrom(restored: Iterable<Alert> = []): Alerts {
  const alerts: Alerts = { byId: new Map(), unresolved: new Map(), silences: new Map() };
  for (const alert of restored) take(alerts, alert);
  return alerts;
}

/** Takes a fact into the alerts, in place; kinds that concern none leave them as they are. */
export function applyToAlerts(alerts: Alerts, fact: NewFact): void {
  switch (fact.kind) {
    case 'alert.changed':
      take(alerts, fact.body.alert);
      return;
    case 'silence.made':
      alerts.silences.set(fact.body.silence.silenceId, fact.body.silence);
      return;
    case 'silence.ended':
      alerts.silences.delete(fact.body.silenceId);
      return;
    default:
  }
}

function take({ byId, unresolved }: Alerts, alert: Alert): void {
  byId.set(alert.alertId, alert);
  if (alert.state !== 'resolved') {
    unresolved.set(alert.fingerprint, alert);
  } else if (unresolved.get(alert.fingerprint)?.alertId === alert.alertId) {
    unresolved.delete(alert.fingerprint);
  }
}
