import type { OrderProposal, ControlContext } from './control.ts';
import type { Quote } from '#shared/domain/quote.ts';

/** What a market order would trade at: the other side of the market, else the last trade; null where neither is known. */
function marketPrice(side: OrderProposal['side'], quote: Quote | null): number | null {
  if (quote === null) return null;
  return (side === 'BUY' ? quote.ask : quote.bid) ?? quote.last;
}

/** The larger in size, since a price below zero costs as much as one above; a missing one does not count. */
function larger(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.abs(a) >= Math.abs(b) ? a : b;
}

/**
 * The price an order is valued at, per unit: what it would cost at worst.
 * A buy never pays more than its limit; a sell below the market trades at the bid, which is more than its limit.
 * Null where the order's price or the market's is not known.
 */
export function valuationPrice(proposal: OrderProposal, quote: Quote | null): number | null {
  const { side, limitPrice, stopPrice } = proposal;
  const market = marketPrice(side, quote);
  switch (proposal.orderType) {
    case 'MKT':
      return market;
    case 'LMT':
      if (limitPrice === null) return null;
      return side === 'BUY' ? limitPrice : larger(limitPrice, market);
    case 'STP':
      return stopPrice === null ? null : larger(stopPrice, market);
    case 'STP LMT':
      if (limitPrice === null || stopPrice === null) return null;
      return side === 'BUY' ? limitPrice : larger(limitPrice, stopPrice);
  }
}

/** What `quantity` of the order's instrument is worth, in the instrument's currency; NaN where it cannot be valued. */
export function orderValue(
  { proposal, instrument, quote }: Pick<ControlContext, 'proposal' | 'instrument' | 'quote'>,
  quantity: number,
): number {
  const price = valuationPrice(proposal, quote);
  if (price === null || instrument === null) return Number.NaN;
  return Math.abs(price) * quantity * instrument.multiplier;
}

/** As {@link orderValue}, in the base currency; NaN where the exchange rate is not known either. */
export function orderValueInBase(context: ControlContext, quantity: number): number {
  const { exchangeRate } = context;
  if (exchangeRate === null || !(exchangeRate > 0)) return Number.NaN;
  return orderValue(context, quantity) * exchangeRate;
}

/** Why {@link orderValueInBase} has no answer, in a sentence. */
export function whyNoValue(context: ControlContext): string {
  const { instrument, proposal, quote, baseCurrency } = context;
  if (instrument === null) return 'The instrument is not known, so the order has no value.';
  if (valuationPrice(proposal, quote) === null) {
    return `There is no price for ${instrument.displaySymbol}, so the order has no value.`;
  }
  if (context.exchangeRate === null || !(context.exchangeRate > 0)) {
    return `The rate from ${instrument.currency} to ${baseCurrency} is not known, so the order has no value in ${baseCurrency}.`;
  }
  return 'A price or quantity of the order is not a number, so it has no value.';
}
