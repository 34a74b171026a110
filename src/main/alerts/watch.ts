import type { FactKind, NewFact } from '#shared/domain/fact.ts';

import { fingerprintOf, type AlertCondition } from './alert-rules.ts';
import { decideClear, decideRaise, standingIn } from './alert-decisions.ts';
import type { Alerts } from './alerts.ts';
import type { Standing } from './inhibitions.ts';
import { monitors, type Monitor, type MonitorView } from './monitors.ts';

/** The monitors that look at once when a fact of this kind has happened; the others look every second. */
export function monitorsOnFact(kind: FactKind): readonly Monitor[] {
  return byFact.get(kind) ?? [];
}

const byFact = new Map<FactKind, Monitor[]>();
for (const monitor of monitors) {
  for (const kind of monitor.onFacts) byFact.set(kind, [...(byFact.get(kind) ?? []), monitor]);
}

/**
 * Lets monitors look and says what that changes: alerts raised for what holds, cleared for what no longer does.
 * An alert of a watched rule that nothing supports clears too, also one from before a restart.
 */
export function decideWatch(
  alerts: Alerts,
  view: MonitorView,
  newAlertId: () => string,
  watching: readonly Monitor[] = monitors,
): NewFact[] {
  const holding = new Map<string, AlertCondition>();
  for (const monitor of watching) {
    for (const seen of monitor.evaluate(view)) holding.set(fingerprintOf(seen), seen);
  }
  const facts: NewFact[] = [];
  const before = standingIn(alerts, view.now);
  // What is raised in the same breath explains, too: a link's drop and the quotes that stopped with it.
  const standing = (fingerprint: string): Standing | undefined => {
    const seen = holding.get(fingerprint);
    return seen === undefined ? before(fingerprint) : { severity: seen.severity, holds: true };
  };
  for (const seen of holding.values()) {
    facts.push(...decideRaise(alerts, seen, view.now, newAlertId, standing));
  }
  const watched = new Set<string>(watching.map(({ rule }) => rule));
  for (const [fingerprint, { rule }] of alerts.unresolved) {
    if (watched.has(rule) && !holding.has(fingerprint)) {
      facts.push(...decideClear(alerts, fingerprint, view.now));
    }
  }
  return facts;
}
