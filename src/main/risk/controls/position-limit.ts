import type { Control } from '../control.ts';
import { onlyShrinks, worstCasePosition } from '../exposure.ts';
import { figure } from '../figure.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'position-limit', title: 'Position limit' } as const;
const verdicts = verdictsOf(control);

/** The position if this order and all working ones on its side fill. What only shrinks it passes. */
export const positionLimit: Control = {
  ...control,
  unit: 'units',
  hard: true,
  limits: ['positionLimit'],
  source: 'FIA, Best Practices for Automated Trading Risk Controls: position limits',
  evaluate(context) {
    const limit = context.limits.positionLimit.value;
    const after = worstCasePosition(context);
    if (!Number.isFinite(after) || !Number.isFinite(limit)) {
      return verdicts.unevaluable('The position, the working orders or the limit is not a number.');
    }
    const size = Math.abs(after);
    if (size <= limit || onlyShrinks(context)) return verdicts.passWith(size, limit, 'units');
    const symbol = context.instrument?.displaySymbol ?? 'the instrument';
    return verdicts.deny(
      `With every working order filled the position in ${symbol} would be ${figure(after)}; the desk allows ${figure(limit)} either way.`,
      { observed: size, limit, unit: 'units' },
    );
  },
};
