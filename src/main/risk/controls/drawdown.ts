import type { LimitName } from '#shared/domain/limits.ts';

import type { Control } from '../control.ts';
import { onlyShrinks } from '../exposure.ts';
import { money } from '../figure.ts';
import type { LossFigures } from '../loss-figures.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'drawdown', title: 'Drawdown' } as const;
const verdicts = verdictsOf(control);

const drawdowns: readonly {
  readonly figure: keyof LossFigures;
  readonly limit: LimitName;
  readonly peak: string;
}[] = [
  { figure: 'dayDrawdown', limit: 'dayDrawdown', peak: 'the day\u2019s peak' },
  { figure: 'allTimeDrawdown', limit: 'allTimeDrawdown', peak: 'the highest it ever was' },
];

/**
 * How far the P&L is below its peak of the day and of all days. The peaks hold until they are passed, whatever happens
 * in between and across restarts, so that a day that was won and lost again counts as lost. Beyond a limit only what
 * shrinks exposure leaves. The verdict tells of the one that is nearer its limit.
 */
export const drawdown: Control = {
  ...control,
  unit: 'base currency',
  hard: true,
  limits: ['dayDrawdown', 'allTimeDrawdown'],
  source: 'FIA, Best Practices for Automated Trading Risk Controls: loss limits',
  evaluate(context) {
    if (onlyShrinks(context)) return verdicts.pass;
    const { losses, limits, holdsPositions, baseCurrency } = context;
    let nearest: { observed: number; limit: number; peak: string } | null = null;
    for (const { figure, limit: name, peak } of drawdowns) {
      const limit = limits[name].value;
      if (!Number.isFinite(limit)) return verdicts.unevaluable('The limit is not a number.');
      const observed = losses[figure];
      if (observed === null) {
        if (!holdsPositions) continue;
        return verdicts.unevaluable(`How far the P&L is below ${peak} is not known.`);
      }
      if (!(observed >= 0) || !Number.isFinite(observed)) {
        return verdicts.unevaluable(`How far the P&L is below ${peak} is not a number.`);
      }
      if (nearest === null || observed / limit > nearest.observed / nearest.limit) {
        nearest = { observed, limit, peak };
      }
    }
    if (nearest === null) return verdicts.pass;
    const { observed, limit, peak } = nearest;
    if (observed < limit) return verdicts.passWith(observed, limit, baseCurrency);
    return verdicts.deny(
      `The P&L is ${money(observed, baseCurrency)} below ${peak}; the desk stops at ${money(limit, baseCurrency)}. Only orders that shrink exposure leave.`,
      { observed, limit, unit: baseCurrency },
    );
  },
};
