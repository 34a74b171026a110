import type { Control } from '../control.ts';
import { onlyShrinks, openingQuantity } from '../exposure.ts';
import { money } from '../figure.ts';
import { orderValueInBase, whyNoValue } from '../order-value.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'buying-power', title: 'Buying power' } as const;
const verdicts = verdictsOf(control);

/**
 * What the order opens, at full value, against the broker's BuyingPower less what the desk's working orders need. IB
 * documents BuyingPower as a multiple of available funds, that is equity less the initial margin of what is held, says
 * of working orders nothing, and tells it every three minutes or when a position changes: an order sent since cannot be
 * in it. So working orders are taken off here. A gateway that keeps margin free for them, as the simulated one does, has
 * taken them off as well; they then count twice, at most once too often, until they fill or end. The control errs on
 * that strict side, since it cannot tell which orders a figure knows. The full value also of a future: its margin is
 * only known from a what-if. What only shrinks exposure passes.
 */
export const buyingPower: Control = {
  ...control,
  unit: 'base currency',
  hard: true,
  limits: [],
  source: 'SEC 15c3-5(c)(1)(i); IB, Account Values: BuyingPower',
  evaluate(context) {
    if (onlyShrinks(context)) return verdicts.pass;
    const { baseCurrency } = context;
    if (context.buyingPower === null || !Number.isFinite(context.buyingPower)) {
      return verdicts.unevaluable('The broker has not said what the buying power is.');
    }
    if (context.reservedBuyingPower === null || !(context.reservedBuyingPower >= 0)) {
      return verdicts.unevaluable('What the working orders need of the buying power is not known.');
    }
    const opening = openingQuantity(context);
    if (!Number.isFinite(opening)) {
      return verdicts.unevaluable(
        'The position, the working orders or the quantity is not a number.',
      );
    }
    const needed = orderValueInBase(context, opening);
    if (!Number.isFinite(needed)) return verdicts.unevaluable(whyNoValue(context));
    const available = context.buyingPower - context.reservedBuyingPower;
    if (!Number.isFinite(available)) {
      return verdicts.unevaluable('What is left of the buying power is not a number.');
    }
    if (needed > available) {
      return verdicts.deny(
        `The order needs ${money(needed, baseCurrency)} of buying power; ${money(available, baseCurrency)} is left after working orders.`,
        { observed: needed, limit: available, unit: baseCurrency },
      );
    }
    return verdicts.passWith(needed, available, baseCurrency);
  },
};
