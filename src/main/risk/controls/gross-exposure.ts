import type { Control } from '../control.ts';
import { largestPosition, onlyShrinks } from '../exposure.ts';
import { money } from '../figure.ts';
import { orderValueInBase, whyNoValue } from '../order-value.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'gross-exposure', title: 'Gross exposure' } as const;
const verdicts = verdictsOf(control);

/**
 * The value of every position of the desk, long and short added up, each with its working orders filled at worst and
 * this order among them; futures at full value. What only shrinks exposure passes.
 */
export const grossExposure: Control = {
  ...control,
  unit: 'base currency',
  hard: true,
  limits: ['grossExposure'],
  source: 'RTS 6 art. 15(4)',
  evaluate(context) {
    if (onlyShrinks(context)) return verdicts.pass;
    const { otherExposure, baseCurrency, limits } = context;
    const limit = limits.grossExposure.value;
    if (otherExposure === null || !Number.isFinite(otherExposure.gross)) {
      return verdicts.unevaluable(
        'A position of the desk has no price, so its exposure is not known.',
      );
    }
    if (!Number.isFinite(limit)) return verdicts.unevaluable('The limit is not a number.');
    const own = orderValueInBase(context, largestPosition(context));
    if (!Number.isFinite(own)) return verdicts.unevaluable(whyNoValue(context));
    const observed = otherExposure.gross + own;
    if (observed <= limit) return verdicts.passWith(observed, limit, baseCurrency);
    return verdicts.deny(
      `With every working order filled the desk's gross exposure would be ${money(observed, baseCurrency)}; it allows ${money(limit, baseCurrency)}.`,
      { observed, limit, unit: baseCurrency },
    );
  },
};
