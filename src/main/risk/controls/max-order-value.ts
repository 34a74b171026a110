import type { Control } from '../control.ts';
import { money } from '../figure.ts';
import { orderValueInBase, whyNoValue } from '../order-value.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'max-order-value', title: 'Max order value' } as const;
const verdicts = verdictsOf(control);

/** The whole order at its worst price, in the base currency. An order that shrinks exposure is held to it too. */
export const maxOrderValue: Control = {
  ...control,
  unit: 'base currency',
  hard: true,
  limits: ['maxOrderValue'],
  source: 'RTS 6 art. 15(1)(b); SEC 15c3-5(c)(1)(ii)',
  evaluate(context) {
    const { baseCurrency, limits, proposal } = context;
    const limit = limits.maxOrderValue.value;
    if (!Number.isFinite(limit)) return verdicts.unevaluable('The limit is not a number.');
    const value = orderValueInBase(context, proposal.quantity);
    if (!Number.isFinite(value)) return verdicts.unevaluable(whyNoValue(context));
    if (value > limit) {
      return verdicts.deny(
        `Order value ${money(value, baseCurrency)} is above the desk's ${money(limit, baseCurrency)}.`,
        { observed: value, limit, unit: baseCurrency },
      );
    }
    return verdicts.passWith(value, limit, baseCurrency);
  },
};
