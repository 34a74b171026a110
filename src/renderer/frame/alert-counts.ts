import { quietOf } from '#shared/domain/alert-calls.ts';
import type { Alert, Severity } from '#shared/domain/alert.ts';
import type { Silence } from '#shared/domain/silence.ts';

export const severities: readonly Severity[] = ['critical', 'warning', 'info'];

/** Alerts that call a person and that nobody has acknowledged, by severity. */
export interface AlertCounts extends Readonly<Record<Severity, number>> {
  /** Open, and calling nobody. */
  readonly quiet: number;
  /** All that are open, by rule. */
  readonly ofRule: ReadonlyMap<string, number>;
}

export function countOpenAlerts(
  alerts: Iterable<Alert>,
  silences: readonly Silence[],
  now: number,
): AlertCounts {
  const counts = { critical: 0, warning: 0, info: 0, quiet: 0 };
  const ofRule = new Map<string, number>();
  for (const alert of alerts) {
    if (alert.state !== 'open') continue;
    counts[quietOf(alert, silences, now) === null ? alert.severity : 'quiet'] += 1;
    ofRule.set(alert.rule, (ofRule.get(alert.rule) ?? 0) + 1);
  }
  return { ...counts, ofRule };
}

function isSame(one: AlertCounts, other: AlertCounts): boolean {
  return (
    severities.every((severity) => one[severity] === other[severity]) &&
    one.quiet === other.quiet &&
    one.ofRule.size === other.ofRule.size &&
    [...one.ofRule].every(([rule, count]) => other.ofRule.get(rule) === count)
  );
}

/**
 * Counts for several that show them: once for all of them, and what comes out the same is the same object, so that nobody
 * draws again what has not changed.
 */
export function sharedCounts(): (
  alerts: ReadonlyMap<unknown, Alert>,
  silences: ReadonlyMap<unknown, Silence>,
  now: number,
) => AlertCounts {
  let made: { of: readonly unknown[]; counts: AlertCounts } | null = null;
  return (alerts, silences, now) => {
    const of = [alerts, silences, now];
    if (made !== null && of.every((part, index) => part === made?.of[index])) return made.counts;
    const counted = countOpenAlerts(alerts.values(), [...silences.values()], now);
    const counts = made !== null && isSame(counted, made.counts) ? made.counts : counted;
    made = { of, counts };
    return counts;
  };
}
