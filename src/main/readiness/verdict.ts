import type { CertificateState } from '#shared/domain/certification.ts';
import type { GatewayKind } from '#shared/domain/gateway.ts';
import type { ReadinessScore, ReadinessVerdict } from '#shared/domain/readiness-verdict.ts';

/**
 * What can be said of a desk in one word. What stands in the way is a no, whatever the score and whatever was signed; on
 * the simulated gateway nothing more than a rehearsal can be passed. A certificate that holds no more is said until
 * everything has been proven anew.
 */
export function verdictOf({
  score,
  gatewayKind,
  certificate,
}: {
  score: ReadinessScore;
  gatewayKind: GatewayKind;
  /** How the latest one stands. */
  certificate: CertificateState;
}): ReadinessVerdict {
  const isProven =
    score.blockers.length === 0 && score.phases.every(({ state }) => state === 'passed');
  if (!isProven) {
    return certificate === 'expired' || certificate === 'invalidated' ? certificate : 'not-ready';
  }
  if (gatewayKind === 'simulated') return 'rehearsed';
  return certificate === 'in-force' ? 'certified' : 'ready-for-sign-off';
}
