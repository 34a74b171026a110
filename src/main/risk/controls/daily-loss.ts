import type { Control } from '../control.ts';
import { onlyShrinks } from '../exposure.ts';
import { money } from '../figure.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'daily-loss', title: 'Daily loss' } as const;
const verdicts = verdictsOf(control);

/**
 * What the desk has lost on the exchange's day, realised and not, less commissions. Beyond its limit only what shrinks
 * exposure leaves. A desk that holds nothing and cannot say its P&L has nothing that goes on losing.
 */
export const dailyLoss: Control = {
  ...control,
  unit: 'base currency',
  hard: true,
  limits: ['dailyLoss'],
  source: 'FIA, Best Practices for Automated Trading Risk Controls: loss limits',
  evaluate(context) {
    if (onlyShrinks(context)) return verdicts.pass;
    const { losses, holdsPositions, baseCurrency } = context;
    const limit = context.limits.dailyLoss.value;
    if (!Number.isFinite(limit)) return verdicts.unevaluable('The limit is not a number.');
    if (losses.dayPnl === null) {
      return holdsPositions
        ? verdicts.unevaluable('What the desk has won or lost today is not known.')
        : verdicts.pass;
    }
    const observed = Math.max(0, -losses.dayPnl);
    if (!Number.isFinite(observed)) {
      return verdicts.unevaluable('What the desk has won or lost today is not a number.');
    }
    if (observed < limit) return verdicts.passWith(observed, limit, baseCurrency);
    return verdicts.deny(
      `The desk has lost ${money(observed, baseCurrency)} today; it stops at ${money(limit, baseCurrency)}. Only orders that shrink exposure leave.`,
      { observed, limit, unit: baseCurrency },
    );
  },
};
