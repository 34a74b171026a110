import type { Alert, Severity } from '#shared/domain/alert.ts';

export const severities: readonly Severity[] = ['critical', 'warning', 'info'];

/** Alerts nobody has acknowledged, by severity. */
export function countOpenAlerts(alerts: Iterable<Alert>): Record<Severity, number> {
  const counts: Record<Severity, number> = { critical: 0, warning: 0, info: 0 };
  for (const { state, severity } of alerts) if (state === 'open') counts[severity] += 1;
  return counts;
}
