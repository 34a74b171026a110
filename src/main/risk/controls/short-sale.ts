import type { Control } from '../control.ts';
import { openingQuantity } from '../exposure.ts';
import { figure } from '../figure.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'short-sale', title: 'Short sale' } as const;
const verdicts = verdictsOf(control);

/**
 * A stock is sold short only while the broker says that shares of it can be borrowed, and no more than it says there
 * are. Shares that have yet to be located are warned about: IB holds such an order until they are.
 */
export const shortSale: Control = {
  ...control,
  unit: 'units',
  hard: true,
  limits: [],
  source: 'SEC Regulation SHO 203(b); IB, Generic Tick 236: Shortable',
  evaluate(context) {
    const { proposal, instrument, quote } = context;
    if (proposal.side === 'BUY') return verdicts.pass;
    if (instrument === null) return verdicts.unevaluable('The instrument is not known.');
    if (instrument.secType !== 'STK') return verdicts.pass;
    const short = openingQuantity(context);
    if (!Number.isFinite(short)) {
      return verdicts.unevaluable(
        'The position, the working orders or the quantity is not a number.',
      );
    }
    if (short === 0) return verdicts.pass;
    const symbol = instrument.displaySymbol;
    const shares = quote?.shortableShares ?? null;
    switch (quote?.shortable ?? null) {
      case null:
        return verdicts.unevaluable(
          `The broker has not said whether ${symbol} can be sold short. Sell no more than is held.`,
        );
      case 'unavailable':
        return verdicts.deny(`There are no shares of ${symbol} to borrow for a short sale.`);
      case 'to-be-located':
        return verdicts.warn(
          `Shares of ${symbol} have to be located first; the broker may hold the short sale until then.`,
        );
      case 'available':
        if (shares === null) return verdicts.pass;
        if (!Number.isFinite(shares)) {
          return verdicts.unevaluable(`How many shares of ${symbol} can be borrowed is not known.`);
        }
        if (short <= shares) return verdicts.passWith(short, shares, 'units');
        return verdicts.deny(
          `The order sells ${figure(short)} of ${symbol} short; ${figure(shares)} can be borrowed.`,
          { observed: short, limit: shares, unit: 'units' },
        );
    }
  },
};
