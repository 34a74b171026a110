import type { Control } from '../control.ts';
import { onlyShrinks } from '../exposure.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'unanswered-order', title: 'Unanswered order' } as const;
const verdicts = verdictsOf(control);

/**
 * While the broker does not say what became of an order of the desk in this instrument, none leaves that could add to
 * it. What only shrinks exposure passes, and so do cancels; the broker's word ends it.
 */
export const unansweredOrder: Control = {
  ...control,
  unit: 'milliseconds',
  hard: true,
  limits: ['acknowledgementDeadline'],
  source:
    "this project's own choice: what is not answered may be in the market, and more of it is not to follow; IB, Placing Orders: openOrder and orderStatus may not come",
  evaluate(context) {
    const { unanswered, limits } = context;
    if (unanswered === null || onlyShrinks(context)) return verdicts.pass;
    const { order, awaits, waitedMs } = unanswered;
    if (awaits === 'fate') {
      return verdicts.deny(
        `The broker has not said what became of ${order}; it may be working or filled. Only orders that shrink exposure leave until it has. Look it up in TWS, or cancel it: the broker’s answer settles it.`,
      );
    }
    const deadline = limits.acknowledgementDeadline.value;
    if (!Number.isFinite(waitedMs) || !Number.isFinite(deadline)) {
      return verdicts.unevaluable(`How long the broker has left ${order} unanswered is not known.`);
    }
    if (waitedMs < deadline) return verdicts.passWith(waitedMs, deadline, 'milliseconds');
    return verdicts.deny(
      `The broker has not answered the ${awaits} of ${order} for ${Math.round(waitedMs / 1000)} s. Only orders that shrink exposure leave until it has. Look it up in TWS, or cancel it: the broker’s answer settles it.`,
      { observed: waitedMs, limit: deadline, unit: 'milliseconds' },
    );
  },
};
