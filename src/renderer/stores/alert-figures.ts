import type { Alert } from '#shared/domain/alert.ts';

/** How a desk deals with its alerts. */
interface AlertFigures {
  /** Milliseconds from an alert's opening to its acknowledgement, the mean; null while there was none. */
  toAcknowledgeMs: number | null;
  /** Milliseconds from when it was first seen until it was resolved, the mean; null while none was. */
  toResolveMs: number | null;
  /** Share of the acknowledged alerts that opened again, 0 to 1; null while none was acknowledged. */
  reopenRate: number | null;
  /** Open alerts whose time to be acknowledged ran out. */
  escalated: number;
  /** Alerts first seen within the last ten minutes. */
  fresh: number;
}

const floodWindowMs = 10 * 60_000;
const floodAbove = 10;

/** More new alerts in ten minutes than a person can work through. Source: EEMUA 191; reference/controls.md, Alert. */
export function isFlood({ fresh }: Pick<AlertFigures, 'fresh'>): boolean {
  return fresh > floodAbove;
}

/** The figures of all alerts the desk has. Source of the list: reference/controls.md, Alert. */
export function alertFigures(alerts: Iterable<Alert>, now: number): AlertFigures {
  const toAcknowledge: number[] = [];
  const toResolve: number[] = [];
  let acknowledged = 0;
  let reopened = 0;
  let escalated = 0;
  let fresh = 0;
  for (const alert of alerts) {
    const { openedAt, acknowledgedAt, resolvedAt, firstSeenAt, reopenings } = alert;
    if (openedAt !== null && acknowledgedAt !== null) {
      toAcknowledge.push(Date.parse(acknowledgedAt) - Date.parse(openedAt));
    }
    if (resolvedAt !== null) toResolve.push(Date.parse(resolvedAt) - Date.parse(firstSeenAt));
    if (acknowledgedAt !== null || reopenings > 0) acknowledged += 1;
    if (reopenings > 0) reopened += 1;
    if (isLate(alert)) escalated += 1;
    if (now - Date.parse(firstSeenAt) < floodWindowMs) fresh += 1;
  }
  return {
    toAcknowledgeMs: meanOf(toAcknowledge),
    toResolveMs: meanOf(toResolve),
    reopenRate: acknowledged === 0 ? null : reopened / acknowledged,
    escalated,
    fresh,
  };
}

/** Whether nobody acknowledged it in time, and nobody has since. */
export function isLate({ state, escalatedAt }: Alert): boolean {
  return state === 'open' && escalatedAt !== null;
}

/** Milliseconds left to acknowledge it, negative when they are over; null where nothing waits or it may. */
export function timeLeftMs({ state, acknowledgeBy }: Alert, now: number): number | null {
  return state !== 'open' || acknowledgeBy === null ? null : Date.parse(acknowledgeBy) - now;
}

function meanOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
