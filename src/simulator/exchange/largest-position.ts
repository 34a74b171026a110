import type { Account } from '../accounts/account.ts';
import type { ListedInstrument } from '../market/catalogue.ts';

/**
 * A position worth more than this in its currency is not simulated: sums are kept to a millionth of a unit, and 9
 * billion units are as many as a double can hold so.
 */
const largestPositionValue = 4e9;

/** Whether an account's sums could carry a trade, whichever way it goes. */
export function canBook(
  account: Account,
  instrument: ListedInstrument,
  quantity: number,
  price: number,
): boolean {
  const held = Math.abs(account.held(instrument).quantity);
  return (held + quantity) * price * instrument.multiplier <= largestPositionValue;
}
