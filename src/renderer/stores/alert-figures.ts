import { isLate } from '#shared/domain/alert-calls.ts';
import type { Alert } from '#shared/domain/alert.ts';

/** How a desk deals with its alerts. */
interface AlertFigures {
  /** Milliseconds from an opening of an alert to its acknowledgement, the mean of all; null while there was none. */
  toAcknowledgeMs: number | null;
  /** Milliseconds from when it was first seen until it was resolved, the mean; null while none was. */
  toResolveMs: number | null;
  /** Share of the acknowledged alerts that opened again, 0 to 1; null while none was acknowledged. */
  reopenRate: number | null;
  /** Open alerts whose time to be acknowledged ran out. */
  escalated: number;
  /** Alerts that are acknowledged and not resolved yet. */
  acknowledged: number;
  /** Alerts that opened within the last ten minutes and call a person, counted as the desk counts a flood. */
  fresh: number;
}

const floodWindowMs = 10 * 60_000;

/** The figures of all alerts the desk has. Source of the list: reference/controls.md, Alert. */
export function alertFigures(alerts: Iterable<Alert>, now: number): AlertFigures {
  let acknowledgeMs = 0;
  let acknowledgements = 0;
  let resolveMs = 0;
  let resolutions = 0;
  let everAcknowledged = 0;
  let acknowledged = 0;
  let reopened = 0;
  let escalated = 0;
  let fresh = 0;
  for (const alert of alerts) {
    const { acknowledgedAt, reopenings, inhibitedBy, rule, state } = alert;
    const took = durationsOf(alert);
    acknowledgeMs += took.acknowledgedInMs;
    acknowledgements += took.acknowledgements;
    if (took.toResolve !== null) {
      resolveMs += took.toResolve;
      resolutions += 1;
    }
    if (acknowledgedAt !== null || reopenings > 0) everAcknowledged += 1;
    if (state === 'acknowledged') acknowledged += 1;
    if (reopenings > 0) reopened += 1;
    if (isLate(alert)) escalated += 1;
    const isNew = took.openedAt !== null && now - took.openedAt < floodWindowMs;
    if (isNew && inhibitedBy === null && rule !== 'alert-flood') fresh += 1;
  }
  return {
    toAcknowledgeMs: acknowledgements === 0 ? null : acknowledgeMs / acknowledgements,
    toResolveMs: resolutions === 0 ? null : resolveMs / resolutions,
    reopenRate: everAcknowledged === 0 ? null : reopened / everAcknowledged,
    escalated,
    acknowledged,
    fresh,
  };
}

/** Milliseconds left to acknowledge it, negative when they are over; null where nothing waits or it may. */
export function timeLeftMs({ state, acknowledgeBy }: Alert, now: number): number | null {
  return state !== 'open' || acknowledgeBy === null ? null : Date.parse(acknowledgeBy) - now;
}

interface Durations {
  /** Epoch ms; null while it has only ever been inhibited. */
  openedAt: number | null;
  /** How often it was acknowledged, and how long that took altogether, milliseconds. */
  acknowledgements: number;
  acknowledgedInMs: number;
  /** Milliseconds; null where it has not happened. */
  toResolve: number | null;
}

/** An alert never changes in place, so that its times are read once, however often the figures are made anew. */
const known = new WeakMap<Alert, Durations>();

function durationsOf(alert: Alert): Durations {
  const before = known.get(alert);
  if (before !== undefined) return before;
  const { resolvedAt, firstSeenAt } = alert;
  const openedAt = alert.openedAt === null ? null : Date.parse(alert.openedAt);
  const durations = {
    openedAt,
    ...acknowledgementsOf(alert, openedAt),
    toResolve: resolvedAt === null ? null : Date.parse(resolvedAt) - Date.parse(firstSeenAt),
  };
  known.set(alert, durations);
  return durations;
}

/** Facts of an earlier Deskcheck do not count them: of those only the last is known. */
function acknowledgementsOf(
  { acknowledgements, acknowledgedInMs, acknowledgedAt }: Alert,
  openedAt: number | null,
): Pick<Durations, 'acknowledgements' | 'acknowledgedInMs'> {
  if (acknowledgements > 0) return { acknowledgements, acknowledgedInMs };
  return openedAt === null || acknowledgedAt === null
    ? { acknowledgements: 0, acknowledgedInMs: 0 }
    : { acknowledgements: 1, acknowledgedInMs: Date.parse(acknowledgedAt) - openedAt };
}
