import type { Alert } from '#shared/domain/alert.ts';
import type { Break } from '#shared/domain/reconciliation-break.ts';

/** Why the broker's figure cannot be taken over, and what ends the break instead. */
const unacceptableWords: Record<Break['kind'], string> = {
  position:
    'This position cannot be taken over as it stands; it ends when desk and broker agree again.',
  order:
    'What became of an order is the broker’s word alone: the desk asks again at every reconciliation.',
  execution:
    'A fill counts once the broker reports it as an execution: the desk asks again at every reconciliation.',
  cash: 'Cash is not taken over: it ends when the broker has booked what the desk has seen, or the other way round.',
  account: 'The account itself differs: look at the account list in TWS before you trade.',
};

/** Why a person cannot take the broker's figure over; null when one can. */
export function acceptObstacle({ kind, acceptable }: Break): string | null {
  return acceptable ? null : unacceptableWords[kind];
}

/** When a break was first seen, ISO-8601: its alert knows. Null while no alert that is not resolved speaks of it. */
export function breakSince(found: Break, alerts: Iterable<Alert>): string | null {
  const own = `reconciliation-break:${found.breakId}`;
  for (const { fingerprint, state, firstSeenAt } of alerts) {
    if (state !== 'resolved' && fingerprint === own) return firstSeenAt;
  }
  return null;
}
