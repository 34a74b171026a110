import type { AlertRuleId } from '#shared/domain/alert-titles.ts';
import type { Alert, Severity } from '#shared/domain/alert.ts';
import type { EpochMs } from '#shared/domain/ports.ts';

import { fingerprintOf, natureOf } from './alert-rules.ts';

interface Inhibition {
  /** While an alert of this rule holds, it stands for those of `targets`. */
  readonly source: AlertRuleId;
  readonly targets: readonly AlertRuleId[];
  /** What source and target must share: nothing where the source is about the desk itself. */
  readonly about: 'desk' | 'instrument';
}

/**
 * Which alert explains which. The explained ones are raised, recorded and shown, and call nobody. Source:
 * reference/controls.md, Alert ("a disconnect inhibits the stale-quote children"); model: Alertmanager.
 */
export const inhibitions: readonly Inhibition[] = [
  { source: 'gateway-gone', targets: ['link-down'], about: 'desk' },
  {
    source: 'link-down',
    targets: [
      'market-data-stale',
      'feed-gap',
      'quote-problem',
      'daily-pnl-unknown',
      // A road that is breaking is slow first, and its first answers after it is mended are late.
      'heartbeat',
    ],
    about: 'desk',
  },
  {
    source: 'feed-gap',
    // Each quote is old because all are; and what has no quote yet has no price.
    targets: ['market-data-stale', 'daily-pnl-unknown'],
    about: 'desk',
  },
  { source: 'quote-problem', targets: ['market-data-stale'], about: 'instrument' },
  // An answer that has come waits for its turn like everything else, and counts as late.
  { source: 'event-loop-delay', targets: ['heartbeat'], about: 'desk' },
  {
    source: 'gateway-read-only',
    targets: ['order-rejections', 'reconciliation-incomplete'],
    about: 'desk',
  },
];

/**
 * What an alert explains it explains a little longer than it holds, milliseconds: when the link is back its quotes take a
 * moment to come, and must not be called stale meanwhile.
 */
export const INHIBITS_ON_MS = 10_000;

/** An alert or a condition that may explain others. */
export interface Standing {
  readonly severity: Severity;
  readonly holds: boolean;
}

const byTarget = new Map<string, readonly Inhibition[]>();
for (const inhibition of inhibitions) {
  for (const target of inhibition.targets) {
    byTarget.set(target, [...(byTarget.get(target) ?? []), inhibition]);
  }
}

/**
 * Fingerprint of what explains an alert now; null where nothing does. Only what is at least as grave explains: a
 * critical alert is never stood for by a warning. `standing` gives what is unresolved under a fingerprint.
 */
export function inhibitorOf(
  { rule, severity, instrumentId }: Pick<Alert, 'rule' | 'severity' | 'instrumentId'>,
  standing: (fingerprint: string) => Standing | undefined,
): string | null {
  for (const { source, about } of byTarget.get(rule) ?? []) {
    if (about === 'instrument' && instrumentId === null) continue;
    const subject = about === 'instrument' ? String(instrumentId) : '';
    const fingerprint = fingerprintOf({ rule: source, subject });
    const explains = standing(fingerprint);
    if (explains?.holds === true && gravities[explains.severity] >= gravities[severity]) {
      return fingerprint;
    }
  }
  return null;
}

const gravities: Record<Severity, number> = { info: 0, warning: 1, critical: 2 };

/** How an unresolved alert stands as an explanation of others. */
export function standingOf(alert: Alert | undefined, at: EpochMs): Standing | undefined {
  if (alert === undefined) return undefined;
  const { severity, rule, conditionCleared, clearedAt } = alert;
  const holds =
    natureOf(rule) === 'event' ||
    !conditionCleared ||
    // A time that is yet to come is of before the machine's clock was set back.
    (clearedAt !== null && Math.abs(at - Date.parse(clearedAt)) < INHIBITS_ON_MS);
  return { severity, holds };
}
