import type { Control } from '../control.ts';
import { onlyShrinks, worstCasePosition } from '../exposure.ts';
import { money } from '../figure.ts';
import { orderValueInBase, whyNoValue } from '../order-value.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'net-exposure', title: 'Net exposure' } as const;
const verdicts = verdictsOf(control);

/**
 * Longs less shorts of the whole desk, on the side the order pushes to: a buy is measured with every working buy filled
 * and no working sell, a sell the other way about. A buy on a desk that is net short passes however short it is. What
 * only shrinks exposure passes.
 */
export const netExposure: Control = {
  ...control,
  unit: 'base currency',
  hard: true,
  limits: ['netExposure'],
  source: 'RTS 6 art. 15(4)',
  evaluate(context) {
    if (onlyShrinks(context)) return verdicts.pass;
    const { proposal, otherExposure, baseCurrency, limits } = context;
    const limit = limits.netExposure.value;
    const buys = proposal.side === 'BUY';
    const others = buys ? otherExposure?.long : otherExposure?.short;
    if (others === undefined || !Number.isFinite(others)) {
      return verdicts.unevaluable(
        'A position of the desk has no price, so its exposure is not known.',
      );
    }
    if (!Number.isFinite(limit)) return verdicts.unevaluable('The limit is not a number.');
    const own = orderValueInBase(context, worstCasePosition(context));
    if (!Number.isFinite(own)) return verdicts.unevaluable(whyNoValue(context));
    const net = others + own;
    const observed = Math.max(0, buys ? net : -net);
    if (observed <= limit) return verdicts.passWith(observed, limit, baseCurrency);
    return verdicts.deny(
      `With every working ${buys ? 'buy' : 'sell'} order filled the desk would be net ${buys ? 'long' : 'short'} ${money(observed, baseCurrency)}; it allows ${money(limit, baseCurrency)}.`,
      { observed, limit, unit: baseCurrency },
    );
  },
};
