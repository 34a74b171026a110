import type { Control } from '../control.ts';
import { onlyShrinks, remainingQuantity } from '../exposure.ts';
import { money } from '../figure.ts';
import { orderValueInBase, whyNoValue } from '../order-value.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'short-period-value', title: 'Value within a minute' } as const;
const verdicts = verdictsOf(control);

/**
 * The value of everything sent within the last minute with this order, filled, working or cancelled since. Of a modify
 * only what it adds to the quantity counts: to follow the market with a price is no new value. What only shrinks
 * exposure counts and passes: who has to get out is not kept in by what was bought before.
 */
export const shortPeriodValue: Control = {
  ...control,
  unit: 'base currency per minute',
  hard: true,
  limits: ['valuePerMinute'],
  source: 'SEC 15c3-5(c)(1)(ii): over a short period of time',
  evaluate(context) {
    if (onlyShrinks(context)) return verdicts.pass;
    const { proposal, valueInMinute, baseCurrency, limits } = context;
    const limit = limits.valuePerMinute.value;
    if (!(valueInMinute >= 0) || !Number.isFinite(valueInMinute) || !Number.isFinite(limit)) {
      return verdicts.unevaluable(
        'The value of what was sent within the last minute is not known.',
      );
    }
    const before = proposal.previous?.workingQuantity ?? 0;
    const added = orderValueInBase(context, Math.max(0, remainingQuantity(proposal) - before));
    if (!Number.isFinite(added)) return verdicts.unevaluable(whyNoValue(context));
    const observed = valueInMinute + added;
    if (observed <= limit) return verdicts.passWith(observed, limit, baseCurrency);
    return verdicts.deny(
      `With this order the desk would have sent ${money(observed, baseCurrency)} within a minute; it allows ${money(limit, baseCurrency)}. Wait, or send less.`,
      { observed, limit, unit: baseCurrency },
    );
  },
};
