import type { ListedInstrument } from '../market/catalogue.ts';
import type { Account } from './account.ts';
import type { Marks } from '../market/marks.ts';

/** What one unit of an ended contract is settled at: a future at its last price, an option at what it is worth in itself. */
function settlementPrice(instrument: ListedInstrument, marks: Marks): number {
  const { right, strike } = instrument;
  if (right === '') return marks.markOf(instrument);
  const underlying = marks.underlyingMarkOf(instrument) ?? strike;
  return Math.max(0, right === 'C' ? underlying - strike : strike - underlying);
}

/** Whether a contract can no longer be traded after a session, whose date is YYYYMMDD. Bonds only pay back. */
export function hasEnded({ secType, expiry }: ListedInstrument, lastDate: string): boolean {
  return (secType === 'FUT' || secType === 'OPT') && expiry !== null && expiry <= lastDate;
}

/**
 * Closes what an account holds of futures and options that have ended, in cash and without commission. Options on stocks
 * are really exercised into shares; this gateway settles them in cash, as index options are.
 *
 * @param lastDate YYYYMMDD of the session that is over
 * @param marks of that session's end
 */
export function settleExpired(account: Account, lastDate: string, marks: Marks): void {
  for (const { instrument, quantity } of account.holdings.values()) {
    if (quantity === 0 || !hasEnded(instrument, lastDate)) continue;
    const price = settlementPrice(instrument, marks);
    const free = { micros: 0, currency: instrument.currency };
    account.book(instrument, -quantity, price, free, marks);
  }
}
