import type { EpochMs } from '#shared/domain/ports.ts';

import type { Alerts } from './alerts.ts';

const DAY_MS = 24 * 60 * 60_000;
/** As many resolved alerts as a screen lists; what is older is looked up. */
const RESOLVED_KEPT = 5000;

/**
 * Lets go of resolved alerts that were closed more than a day ago, and of the oldest beyond what a screen lists, in
 * place. Gives their ids. They stay in the journal and its table; an unresolved alert is never let go of.
 */
export function forgetResolved(
  { byId }: Alerts,
  at: EpochMs,
  kept: number = RESOLVED_KEPT,
): string[] {
  const before = new Date(at - DAY_MS).toISOString();
  const forgotten: string[] = [];
  let stay = 0;
  for (const { alertId, resolvedAt } of byId.values()) {
    if (resolvedAt === null) continue;
    if (resolvedAt < before) forgotten.push(alertId);
    else stay += 1;
  }
  if (stay > kept) {
    const oldestFirst = [...byId.values()]
      .flatMap(({ alertId, resolvedAt }) =>
        resolvedAt === null || resolvedAt < before ? [] : [{ alertId, resolvedAt }],
      )
      .toSorted((a, b) => (a.resolvedAt < b.resolvedAt ? -1 : 1));
    for (const { alertId } of oldestFirst.slice(0, stay - kept)) forgotten.push(alertId);
  }
  for (const alertId of forgotten) byId.delete(alertId);
  return forgotten;
}
