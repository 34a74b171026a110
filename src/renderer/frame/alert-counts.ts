import { quietOf } from '#shared/domain/alert-calls.ts';
import type { Alert, Severity } from '#shared/domain/alert.ts';
import type { Silence } from '#shared/domain/silence.ts';

export const severities: readonly Severity[] = ['critical', 'warning', 'info'];

/** Alerts that call a person and that nobody has acknowledged, by severity; `quiet` are open and call nobody. */
export function countOpenAlerts(
  alerts: Iterable<Alert>,
  silences: readonly Silence[],
  now: number,
): Record<Severity, number> & { quiet: number } {
  const counts = { critical: 0, warning: 0, info: 0, quiet: 0 };
  for (const alert of alerts) {
    if (alert.state !== 'open') continue;
    counts[quietOf(alert, silences, now) === null ? alert.severity : 'quiet'] += 1;
  }
  return counts;
}
