import type { Refusal } from '../exchange/refusals.ts';
import { lineRefusals } from '../feeds/line-refusals.ts';
import type { ListedInstrument } from '../market/catalogue.ts';
import type { ClientSession } from '../sessions/client-session.ts';
import { historyPacingRefusal } from '../sessions/history-pacing.ts';
import { venueOf } from '../wire/contract-fields.ts';
import type { GatewayRooms } from './rooms.ts';

/** The error of IB's service for history, with its cause. */
export function noHistory(cause: string): Refusal {
  return { code: 162, message: `Historical Market Data Service error message:${cause}` };
}

/**
 * Why a client gets no history of an instrument now: its farm is down, its account has no live subscription, or it
 * asks too often; null when it gets it, and then the request counts.
 *
 * @param parts what tells the request from others, beside instrument and data
 */
export function historyRefusal(
  session: ClientSession,
  instrument: ListedInstrument,
  whatToShow: string,
  parts: readonly (string | number | boolean)[],
  { faults, subscriptions, allowsHistory }: GatewayRooms,
): Refusal | null {
  if (faults.isHistoryDown) return noHistory('HMDS data farm connection is broken');
  if (subscriptions !== 'all') {
    return noHistory(lineRefusals.noPermissions(instrument, venueOf(instrument)));
  }
  const asked = { conId: instrument.conId, whatToShow, fingerprint: parts.join('|') };
  return allowsHistory(session, asked) ? null : historyPacingRefusal;
}
