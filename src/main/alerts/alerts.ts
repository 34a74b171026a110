import type { Alert } from '#shared/domain/alert.ts';
import type { NewFact } from '#shared/domain/fact.ts';

/** The alerts of the desk in memory. Only {@link applyToAlerts} changes them. */
export interface Alerts {
  readonly byId: Map<string, Alert>;
  /** The unresolved ones, one per fingerprint. */
  readonly unresolved: Map<string, Alert>;
}

/** Alerts to start with: none, or those of the derived table. */
export function alertsFrom(restored: Iterable<Alert> = []): Alerts {
  const alerts: Alerts = { byId: new Map(), unresolved: new Map() };
  for (const alert of restored) take(alerts, alert);
  return alerts;
}

/** Takes a fact into the alerts, in place; every kind but `alert.changed` leaves them as they are. */
export function applyToAlerts(alerts: Alerts, fact: NewFact): void {
  if (fact.kind === 'alert.changed') take(alerts, fact.body.alert);
}

function take({ byId, unresolved }: Alerts, alert: Alert): void {
  byId.set(alert.alertId, alert);
  if (alert.state !== 'resolved') {
    unresolved.set(alert.fingerprint, alert);
  } else if (unresolved.get(alert.fingerprint)?.alertId === alert.alertId) {
    unresolved.delete(alert.fingerprint);
  }
}
