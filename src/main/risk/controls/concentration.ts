import type { Control } from '../control.ts';
import { onlyShrinks, worstCasePosition } from '../exposure.ts';
import { figure } from '../figure.ts';
import { orderValueInBase, whyNoValue } from '../order-value.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'concentration', title: 'Concentration' } as const;
const verdicts = verdictsOf(control);

/**
 * The position with this order and all working ones on its side filled, at the order's worst price and full value, as a
 * share of the account's net liquidation value. What only shrinks exposure passes.
 */
export const concentration: Control = {
  ...control,
  unit: 'percent',
  hard: true,
  limits: ['concentration'],
  source: 'RTS 6 art. 15(4); IB, Account Values: NetLiquidation',
  evaluate(context) {
    if (onlyShrinks(context)) return verdicts.pass;
    const { netLiquidation, instrument, limits } = context;
    const limit = limits.concentration.value;
    if (netLiquidation === null || !Number.isFinite(netLiquidation) || !Number.isFinite(limit)) {
      return verdicts.unevaluable('The broker has not said what the account is worth.');
    }
    if (netLiquidation <= 0) {
      return verdicts.unevaluable('The account is worth nothing, so nothing is a share of it.');
    }
    const value = orderValueInBase(context, Math.abs(worstCasePosition(context)));
    if (!Number.isFinite(value)) return verdicts.unevaluable(whyNoValue(context));
    const observed = (value / netLiquidation) * 100;
    if (!Number.isFinite(observed)) return verdicts.unevaluable('The share is not a number.');
    if (observed <= limit) return verdicts.passWith(observed, limit, '%');
    return verdicts.deny(
      `With every working order filled ${instrument?.displaySymbol ?? 'the instrument'} would be ${figure(observed, 2)} % of the account's net liquidation value; the desk allows ${figure(limit)} %.`,
      { observed, limit, unit: '%' },
    );
  },
};
