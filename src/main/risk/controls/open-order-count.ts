import type { Verdict } from '#shared/domain/control.ts';

import type { Control } from '../control.ts';
import { figure } from '../figure.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'open-order-count', title: 'Open orders' } as const;
const verdicts = verdictsOf(control);
const unit = 'orders';

/**
 * Open orders of the contract on this side, and of the account altogether, with this one. Other clients' orders count:
 * the broker counts by account. A modify opens no order. An order that only shrinks exposure is counted too: IB would
 * refuse it.
 */
export const openOrderCount: Control = {
  ...control,
  unit,
  hard: true,
  limits: ['openOrdersPerSide', 'openOrders'],
  source: 'IB, Placing Orders: at most 15 open orders per contract and side',
  evaluate({ proposal, instrument, openOrders, limits }) {
    if (proposal.kind === 'modify') return verdicts.pass;
    const perSide = limits.openOrdersPerSide.value;
    const altogether = limits.openOrders.value;
    const { onSide, total } = openOrders;
    const known = [perSide, altogether, onSide, total].every(Number.isFinite);
    if (!known || onSide < 0 || total < onSide) {
      return verdicts.unevaluable('How many orders are open is not known.');
    }
    const symbol = instrument?.displaySymbol ?? 'the instrument';
    if (onSide + 1 > perSide) {
      return tooMany(onSide + 1, perSide, `to ${proposal.side.toLowerCase()} ${symbol}`);
    }
    if (total + 1 > altogether) return tooMany(total + 1, altogether, 'altogether');
    return verdicts.passWith(onSide + 1, perSide, unit);
  },
};

function tooMany(observed: number, limit: number, which: string): Verdict {
  return verdicts.deny(
    `This would be open order ${figure(observed)} ${which}; the desk allows ${figure(limit)}. Cancel one first.`,
    { observed, limit, unit },
  );
}
