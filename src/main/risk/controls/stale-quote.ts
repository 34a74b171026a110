import type { Verdict } from '#shared/domain/control.ts';

import type { Control, ControlContext } from '../control.ts';
import { onlyShrinks } from '../exposure.ts';
import { figure } from '../figure.ts';
import { quoteFault } from '../quote-freshness.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'stale-quote', title: 'Fresh quote' } as const;
const verdicts = verdictsOf(control);

/** No new risk on a quote that is missing, stale, delayed, frozen or of a halted market; shrinking is only warned about. */
export const staleQuote: Control = {
  ...control,
  unit: 'ms',
  hard: true,
  limits: ['maxQuoteAge'],
  source: 'RTS 6 art. 15(1)(a)',
  evaluate(context) {
    const symbol = context.instrument?.displaySymbol ?? 'the instrument';
    const limit = context.limits.maxQuoteAge.value;
    const fault = quoteFault(context);
    if (fault === null) return verdicts.passWith(context.quoteAgeMs ?? Number.NaN, limit, 'ms');
    switch (fault.kind) {
      case 'missing':
        return verdicts.unevaluable(`There is no quote for ${symbol}.`);
      case 'no-price':
        return verdicts.unevaluable(`The quote for ${symbol} has no price.`);
      case 'age-unknown':
        return verdicts.unevaluable(`How old the quote for ${symbol} is, is not known.`);
      case 'halted':
        return denyUnlessShrinking(context, `The market of ${symbol} is halted.`);
      case 'not-live':
        return denyUnlessShrinking(
          context,
          `The quote for ${symbol} is ${fault.marketDataType}, not live.`,
        );
      case 'stale':
        return denyUnlessShrinking(
          context,
          `The quote for ${symbol} is ${figure(Math.round(fault.ageMs))} ms old; the desk allows ${figure(limit)} ms.`,
          { observed: fault.ageMs, limit, unit: 'ms' },
        );
    }
  },
};

function denyUnlessShrinking(
  context: ControlContext,
  sentence: string,
  measured?: { observed: number; limit: number; unit: string },
): Verdict {
  return onlyShrinks(context)
    ? verdicts.warn(`${sentence} The order only shrinks exposure.`, measured)
    : verdicts.deny(sentence, measured);
}
