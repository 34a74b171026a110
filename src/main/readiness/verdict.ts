import type { GatewayKind } from '#shared/domain/gateway.ts';
import type { ReadinessScore, ReadinessVerdict } from '#shared/domain/readiness-verdict.ts';

/**
 * What can be said of a desk in one word. What stands in the way is a no, whatever the score; on the simulated gateway
 * nothing more than a rehearsal can be passed.
 */
export function verdictOf({
  score,
  gatewayKind,
}: {
  score: ReadinessScore;
  gatewayKind: GatewayKind;
}): ReadinessVerdict {
  const everyPhase = score.phases.every(({ state }) => state === 'passed');
  if (!everyPhase || score.blockers.length > 0) return 'not-ready';
  return gatewayKind === 'simulated' ? 'rehearsed' : 'ready-for-sign-off';
}
