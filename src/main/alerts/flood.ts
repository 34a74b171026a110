import type { NewFact } from '#shared/domain/fact.ts';
import type { EpochMs } from '#shared/domain/ports.ts';

import { condition, fingerprintOf } from './alert-rules.ts';
import { decideClear, decideRaise } from './alert-decisions.ts';
import type { Alerts } from './alerts.ts';

const WINDOW_MS = 10 * 60_000;
/** More new alerts than this in the window are a flood. Source: EEMUA 191; reference/controls.md, Alert. */
const FLOOD_ABOVE = 10;
/** It is over when no more than these opened within the window: a flood at its edge must not come and go. */
const OVER_AT = 5;

const flood = fingerprintOf({ rule: 'alert-flood', subject: '' });

/**
 * More alerts open than a person can work through: one alert says so, and the screens call for all of them together
 * while it holds. Alerts that another explains call nobody and do not count.
 */
export function decideFlood(alerts: Alerts, at: EpochMs, newAlertId: () => string): NewFact[] {
  const count = openedLately(alerts, at);
  if (count > FLOOD_ABOVE) {
    const detail = `${count} alerts opened within ten minutes; more than ${FLOOD_ABOVE} are more than a person can work through. They are called for together. Look for the one that explains the others.`;
    const figures = {
      observed: count,
      threshold: FLOOD_ABOVE,
      unit: 'alerts in 10 minutes',
      limitsVersion: null,
    };
    return decideRaise(alerts, condition('alert-flood', '', detail, { figures }), at, newAlertId);
  }
  return count > OVER_AT ? [] : decideClear(alerts, flood, at);
}

function openedLately({ byId }: Alerts, at: EpochMs): number {
  const since = new Date(at - WINDOW_MS).toISOString();
  let count = 0;
  for (const { openedAt, inhibitedBy, fingerprint } of byId.values()) {
    if (openedAt === null || openedAt <= since) continue;
    if (inhibitedBy === null && fingerprint !== flood) count += 1;
  }
  return count;
}
