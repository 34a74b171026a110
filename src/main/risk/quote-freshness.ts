import type { MarketDataType } from '#shared/domain/quote.ts';

import type { ControlContext } from './control.ts';

/** Why a quote is no basis for new risk, from the gravest down. */
export type QuoteFault =
  | { kind: 'missing' }
  | { kind: 'no-price' }
  | { kind: 'age-unknown' }
  | { kind: 'halted' }
  | { kind: 'not-live'; marketDataType: MarketDataType }
  | { kind: 'stale'; ageMs: number };

/** What is wrong with the quote, or null when it is live, priced and no older than the limit. */
export function quoteFault({
  quote,
  quoteAgeMs,
  limits,
}: Pick<ControlContext, 'quote' | 'quoteAgeMs' | 'limits'>): QuoteFault | null {
  if (quote === null) return { kind: 'missing' };
  if (quote.bid === null && quote.ask === null && quote.last === null) return { kind: 'no-price' };
  // An age below 0 means a clock that cannot be trusted.
  if (quoteAgeMs === null || !(quoteAgeMs >= 0) || !(limits.maxQuoteAge.value > 0)) {
    return { kind: 'age-unknown' };
  }
  if (quote.halted) return { kind: 'halted' };
  if (quote.marketDataType !== 'live') {
    return { kind: 'not-live', marketDataType: quote.marketDataType };
  }
  return quoteAgeMs > limits.maxQuoteAge.value ? { kind: 'stale', ageMs: quoteAgeMs } : null;
}

export function isFresh(context: Pick<ControlContext, 'quote' | 'quoteAgeMs' | 'limits'>): boolean {
  return quoteFault(context) === null;
}
