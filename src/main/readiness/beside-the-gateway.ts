import type { CheckListing, CheckRun } from '#shared/domain/readiness.ts';

/** How many checks have run on a simulated gateway of their own, whichever the desk's is. */
export function besideTheGateway(
  checks: readonly Pick<CheckListing, 'checkId' | 'ownGateway'>[],
  runs: readonly Pick<CheckRun, 'checkId' | 'result'>[],
): number {
  const own = new Set(checks.filter(({ ownGateway }) => ownGateway).map(({ checkId }) => checkId));
  return runs.filter(({ checkId, result }) => own.has(checkId) && result !== 'skipped').length;
}
