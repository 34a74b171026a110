import type { Control } from '../control.ts';
import { figure } from '../figure.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'duplicate-order', title: 'Duplicate order' } as const;
const verdicts = verdictsOf(control);
const unit = 'orders per second';

/**
 * New orders of the last second for the same account, instrument, side, size, type and prices, with this one. A key
 * that is held or a click that bounces repeats within a second; a person who means it twice takes longer, and a repeat
 * after a second is theirs to make. A modify makes no second order.
 */
export const duplicateOrder: Control = {
  ...control,
  unit,
  hard: true,
  limits: ['equalOrdersPerSecond'],
  source: 'SEC 15c3-5(c)(1)(ii): duplicative orders',
  evaluate({ proposal, equalOrdersInSecond, limits }) {
    if (proposal.kind === 'modify') return verdicts.pass;
    const limit = limits.equalOrdersPerSecond.value;
    if (
      !(equalOrdersInSecond >= 0) ||
      !Number.isFinite(equalOrdersInSecond) ||
      !Number.isFinite(limit)
    ) {
      return verdicts.unevaluable('Whether the same order was just sent is not known.');
    }
    const observed = equalOrdersInSecond + 1;
    if (observed <= limit) return verdicts.passWith(observed, limit, unit);
    return verdicts.deny(
      `The very same order has just been sent; the desk allows ${figure(limit)} of it within a second. If you mean it again, send it again in a second.`,
      { observed, limit, unit },
    );
  },
};
