import type { FactKind, NewFact } from '#shared/domain/fact.ts';

import { decideClear, decideRaise, standingIn } from './alert-decisions.ts';
import { fingerprintOf } from './alert-rules.ts';
import type { Alerts } from './alerts.ts';
import { monitors } from './every-monitor.ts';
import type { HoldTimes } from './hold-times.ts';
import type { Standing } from './inhibitions.ts';
import { crossingsOf, type AlertAction, type Crossing, type Monitor } from './monitor.ts';
import type { MonitorView } from './monitor-view.ts';
import { eventMonitors, type EventView } from './monitors/events.ts';

/** The monitors that look at once when a fact of this kind has happened; the others look every second. */
export function monitorsOnFact(kind: FactKind): readonly Monitor[] {
  return byFact.get(kind) ?? [];
}

const byFact = new Map<FactKind, Monitor[]>();
for (const monitor of monitors) {
  for (const kind of monitor.onFacts) byFact.set(kind, [...(byFact.get(kind) ?? []), monitor]);
}

/** A trading state that is to be tightened, and the alert that says so. */
export interface DueAction extends AlertAction {
  /** The rule whose hard threshold was crossed. */
  readonly rule: Monitor['id'];
  /** What was seen, for the record of the trading state. */
  readonly detail: string;
}

/** What looking changes. */
export interface Watched {
  readonly facts: readonly NewFact[];
  readonly actions: readonly DueAction[];
}

/**
 * Lets monitors look and says what that changes: alerts raised for what holds, cleared for what no longer does, and
 * actions that go with what is news. An alert of a watched rule that nothing supports clears too, also one from before a
 * restart. What is crossed and has not been for long enough yet changes nothing.
 */
export function decideWatch(
  alerts: Alerts,
  view: MonitorView,
  newAlertId: () => string,
  holds: HoldTimes,
  watching: readonly Monitor[] = monitors,
): Watched {
  const watched = new Set<string>(watching.map(({ id }) => id));
  const { due, crossed } = look(view, holds, watching);
  const facts: NewFact[] = [];
  const actions: DueAction[] = [];
  const before = standingIn(alerts, view.now);
  // What is raised in the same breath explains, too: a link's drop and the quotes that stopped with it.
  const standing = (fingerprint: string): Standing | undefined => {
    const crossing = due.get(fingerprint);
    return crossing === undefined
      ? before(fingerprint)
      : { severity: crossing.seen.severity, holds: true };
  };
  for (const { seen, action, monitor } of due.values()) {
    const raised = decideRaise(alerts, seen, view.now, newAlertId, standing);
    facts.push(...raised);
    // What goes on is no news: a person who has lifted the state since then knew of it.
    if (raised.length > 0 && action !== null) {
      actions.push({ ...action, rule: monitor.id, detail: seen.detail });
    }
  }
  for (const [fingerprint, { rule }] of alerts.unresolved) {
    if (watched.has(rule) && !crossed.has(fingerprint)) {
      facts.push(...decideClear(alerts, fingerprint, view.now));
    }
  }
  return { facts, actions };
}

/** As {@link decideWatch}, of what a single fact shows: it is looked at before it changes anything. */
export function decideWatchFact(
  alerts: Alerts,
  fact: NewFact,
  view: EventView & Pick<MonitorView, 'now' | 'limits'>,
  newAlertId: () => string,
): Watched {
  const facts: NewFact[] = [];
  const actions: DueAction[] = [];
  for (const monitor of eventMonitors) {
    const reading = monitor.read(fact, view);
    if (reading === null) continue;
    const { monitors: settings, version } = view.limits;
    const [gravest] = crossingsOf(monitor, reading, settings[monitor.id], version);
    if (gravest === undefined) continue;
    const { seen, action } = gravest;
    const raised = decideRaise(alerts, seen, view.now, newAlertId);
    facts.push(...raised);
    if (raised.length > 0 && action !== null) {
      actions.push({ ...action, rule: monitor.id, detail: seen.detail });
    }
  }
  return { facts, actions };
}

interface Look {
  /** By fingerprint the gravest crossing that has been held for long enough. */
  readonly due: ReadonlyMap<string, Crossing & { readonly monitor: Monitor }>;
  /** Fingerprints of everything that is crossed, held for long enough or not. */
  readonly crossed: ReadonlySet<string>;
}

function look(view: MonitorView, holds: HoldTimes, watching: readonly Monitor[]): Look {
  const due = new Map<string, Crossing & { monitor: Monitor }>();
  const crossed = new Set<string>();
  const kept = new Set<string>();
  for (const monitor of watching) {
    const setting = view.limits.monitors[monitor.id];
    for (const reading of monitor.read(view)) {
      for (const crossing of crossingsOf(monitor, reading, setting, view.limits.version)) {
        const fingerprint = fingerprintOf(crossing.seen);
        const key = `${monitor.id} ${crossing.level} ${fingerprint}`;
        crossed.add(fingerprint);
        kept.add(key);
        const isDue = holds.held(key, view.monotonic) >= crossing.holdMs;
        if (isDue && !due.has(fingerprint)) due.set(fingerprint, { ...crossing, monitor });
      }
    }
  }
  const owners = new Set<string>(watching.map(({ id }) => id));
  holds.keep(kept, (key) => owners.has(key.slice(0, key.indexOf(' '))));
  return { due, crossed };
}
