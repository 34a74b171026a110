import type { Control, ControlContext } from '../control.ts';
import { onlyShrinks } from '../exposure.ts';
import { money } from '../figure.ts';
import { orderValueInBase, whyNoValue } from '../order-value.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'what-if-margin', title: 'Margin by the broker' } as const;
const verdicts = verdictsOf(control);

/** What of an order is judged: a modify as a new order for what is left of it, since the broker cannot preview a change. */
function valueJudged(context: ControlContext): number {
  const { quantity, previous } = context.proposal;
  return orderValueInBase(context, quantity - (previous?.filledQuantity ?? 0));
}

/** Whether the broker has to be asked for the order's margin before the controls can judge it. */
export function needsWhatIf(context: ControlContext): boolean {
  return !onlyShrinks(context) && valueJudged(context) > context.limits.whatIfAbove.value;
}

/**
 * Above a value the broker itself must have said what margin the account would need, and have the funds for it. No answer
 * in time denies. Orders that its answer may not contain yet are added at their full value: two that are asked about at
 * once do not both pass on the same funds. What only shrinks exposure passes.
 */
export const whatIfMargin: Control = {
  ...control,
  unit: 'base currency',
  hard: true,
  limits: ['whatIfAbove'],
  source: 'SEC 15c3-5(c)(1)(i); IB, Margin: whatIf orders',
  evaluate(context) {
    if (onlyShrinks(context)) return verdicts.pass;
    const { baseCurrency, whatIf } = context;
    const limit = context.limits.whatIfAbove.value;
    const value = valueJudged(context);
    if (!Number.isFinite(value)) return verdicts.unevaluable(whyNoValue(context));
    if (!Number.isFinite(limit)) return verdicts.unevaluable('The limit is not a number.');
    if (value <= limit) return verdicts.passWith(value, limit, baseCurrency);
    if (whatIf === null) return verdicts.unevaluable('The broker was not asked for the margin.');
    if ('unavailable' in whatIf) {
      return verdicts.unevaluable(
        `Above ${money(limit, baseCurrency)} the broker must name the margin first, and it did not: ${whatIf.unavailable}`,
      );
    }
    const { initialMarginAfter, equityWithLoanAfter } = whatIf;
    if (!isFigure(initialMarginAfter) || !isFigure(equityWithLoanAfter)) {
      return verdicts.unevaluable('The broker\u2019s preview names no margin or no equity.');
    }
    const { notInWhatIf } = context;
    if (!isFigure(notInWhatIf)) {
      return verdicts.unevaluable(
        'A sale was sent that the broker\u2019s preview may not contain, and its margin is not known. Ask again.',
      );
    }
    const needed = initialMarginAfter + notInWhatIf;
    if (needed > equityWithLoanAfter) {
      const meanwhile =
        notInWhatIf === 0
          ? ''
          : ` and ${money(notInWhatIf, baseCurrency)} for orders that it may not have counted yet`;
      return verdicts.deny(
        `By the broker the account would need ${money(initialMarginAfter, baseCurrency)} of initial margin${meanwhile}; its equity with loan would be ${money(equityWithLoanAfter, baseCurrency)}.`,
        { observed: needed, limit: equityWithLoanAfter, unit: baseCurrency },
      );
    }
    return verdicts.passWith(needed, equityWithLoanAfter, baseCurrency);
  },
};

function isFigure(figure: number | null): figure is number {
  return figure !== null && Number.isFinite(figure);
}
