import type { DeliveryStatus } from '#shared/domain/delivery.ts';

import { formatMoment, formatQuantity } from '../../format.ts';

type Standing = Pick<DeliveryStatus, 'problem' | 'failingSince' | 'waiting' | 'deliveredAt'>;

/** How a receiver of alerts stands: since when it takes nothing and what waits for it, or what it took last. */
export function standing(
  { problem, failingSince, waiting, deliveredAt }: Standing,
  now: number,
): string {
  if (problem !== null && failingSince !== null) {
    return `Not taken since ${formatMoment(failingSince, now)}: ${problem}. ${waitingText(waiting)}`;
  }
  return deliveredAt === null
    ? 'Nothing has been due yet.'
    : `Last taken ${formatMoment(deliveredAt, now)}.`;
}

function waitingText(waiting: number): string {
  if (waiting === 0) return 'Nothing new waits for it; it is tried again.';
  if (waiting === 1) return 'One waits in the journal and is tried again.';
  return `${formatQuantity(waiting)} wait in the journal and are tried again.`;
}
