import type { Verdict } from '#shared/domain/control.ts';

import type { Control, ControlContext } from '../control.ts';
import { onlyShrinks } from '../exposure.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'market-hours', title: 'Market hours', hard: false } as const;
const verdicts = verdictsOf(control);

/**
 * An order goes out while its market can trade it. One that would wait at the broker for the next opening trades at a
 * price that nobody knows yet, so it needs a reason: that is what an order for the opening has. Outside regular hours
 * IB trades limit orders alone, and those only where the order says so.
 */
export const marketHours: Control = {
  ...control,
  unit: null,
  limits: [],
  source: 'IB, Contract Details: tradingHours, liquidHours; IB, Order: outsideRth',
  evaluate(context) {
    const { session, proposal } = context;
    const symbol = context.instrument?.displaySymbol ?? 'the instrument';
    if (session === null) {
      const sentence = `Whether the market of ${symbol} is open is not known.`;
      if (onlyShrinks(context))
        return verdicts.warn(`${sentence} The order only shrinks exposure.`);
      return verdicts.unevaluable(sentence);
    }
    if (session === 'regular') return verdicts.pass;
    if (session === 'closed') {
      return unlessShrinking(
        context,
        `The market of ${symbol} is closed: the order would wait at the broker until it opens.`,
      );
    }
    if (!proposal.outsideRth) {
      return unlessShrinking(
        context,
        `The regular session of ${symbol} is over or not begun: the order would wait at the broker for the next. To trade now send a limit order that may trade outside hours.`,
      );
    }
    if (proposal.orderType === 'LMT' || proposal.orderType === 'STP LMT') return verdicts.pass;
    return unlessShrinking(
      context,
      `Outside the regular session of ${symbol} a ${proposal.orderType} order does not trade: it would wait at the broker for the next. Give it a limit price to trade now.`,
    );
  },
};

function unlessShrinking(context: ControlContext, sentence: string): Verdict {
  return onlyShrinks(context)
    ? verdicts.warn(`${sentence} It only shrinks exposure.`)
    : verdicts.deny(sentence);
}
