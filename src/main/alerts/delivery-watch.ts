import type { NewFact } from '#shared/domain/fact.ts';
import type { EpochMs } from '#shared/domain/ports.ts';

import { decideClear, decideRaise } from './alert-decisions.ts';
import { condition, fingerprintOf } from './alert-rules.ts';
import type { Alerts } from './alerts.ts';

/** A receiver that does not take what it is sent. */
export interface FailingReceiver {
  readonly receiverId: string;
  readonly since: EpochMs;
  readonly problem: string;
}

/** A receiver may be restarted; one that is away for longer is news on the screens, where the alerts still are. */
const FAILS_FOR_LONG_MS = 5 * 60_000;

/** An alert for every receiver that has failed for long; over as soon as it takes something. */
export function decideDeliveryWatch(
  alerts: Alerts,
  failing: readonly FailingReceiver[],
  at: EpochMs,
  newAlertId: () => string,
): NewFact[] {
  const rule = 'delivery-failing';
  const facts: NewFact[] = [];
  const holding = new Set<string>();
  for (const { receiverId, since, problem } of failing) {
    if (at - since < FAILS_FOR_LONG_MS) continue;
    holding.add(fingerprintOf({ rule, subject: receiverId }));
    const detail = `${receiverId} has taken no alert for more than five minutes. ${problem}. They wait in the journal and are delivered when it does; until then they are on the screens only.`;
    facts.push(...decideRaise(alerts, condition(rule, receiverId, detail), at, newAlertId));
  }
  for (const [fingerprint, alert] of alerts.unresolved) {
    if (alert.rule === rule && !holding.has(fingerprint)) {
      facts.push(...decideClear(alerts, fingerprint, at));
    }
  }
  return facts;
}
