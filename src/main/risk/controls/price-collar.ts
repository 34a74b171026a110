import { isDenial, type Verdict } from '#shared/domain/control.ts';
import { tickAt } from '#shared/domain/price-increment.ts';
import type { Quote } from '#shared/domain/quote.ts';

import type { Control, ControlContext } from '../control.ts';
import { onlyShrinks } from '../exposure.ts';
import { figure } from '../figure.ts';
import { isFresh } from '../quote-freshness.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'price-collar', title: 'Price collar' } as const;
const verdicts = verdictsOf(control);

const isPrice = (price: number | null): price is number => price !== null && price > 0;

/**
 * The middle of a two-sided market, else the last trade, else the only side there is. The middle and not the near
 * side, so that a stub quote far from the market does not make a price far from the market look fair.
 */
function referencePrice({ bid, ask, last }: Quote): number | null {
  if (isPrice(bid) && isPrice(ask)) return (bid + ask) / 2;
  if (isPrice(last)) return last;
  if (isPrice(bid)) return bid;
  return isPrice(ask) ? ask : null;
}

interface TestedPrice {
  readonly name: string;
  readonly price: number;
}

/** The prices an order can trade at; a market order is tested at the side of the market it would take. */
function testedPrices({ proposal }: ControlContext, quote: Quote): readonly TestedPrice[] {
  const { side, orderType, limitPrice, stopPrice } = proposal;
  const tested: TestedPrice[] = [];
  if (orderType === 'MKT') {
    const touch = side === 'BUY' ? quote.ask : quote.bid;
    if (isPrice(touch)) tested.push({ name: side === 'BUY' ? 'Ask' : 'Bid', price: touch });
  }
  if (limitPrice !== null) tested.push({ name: 'Limit price', price: limitPrice });
  if (stopPrice !== null) tested.push({ name: 'Stop price', price: stopPrice });
  return tested;
}

/**
 * No price further than the collar from a fresh reference, above or below, for a new order and for a modify. The collar is
 * one of percent and one of ticks, and the nearer holds: a percentage of a price of thousands is no collar.
 * A market order is denied when the price it would trade at is itself that far from the reference: an empty or
 * broken book. An order that only shrinks exposure may be compared with a stale reference, with a warning.
 */
export const priceCollar: Control = {
  ...control,
  unit: '%',
  hard: true,
  limits: ['priceCollar', 'priceCollarTicks', 'maxQuoteAge'],
  source: 'RTS 6 art. 15(1)(a)',
  evaluate(context) {
    const { quote, limits, proposal } = context;
    const symbol = context.instrument?.displaySymbol ?? 'the instrument';
    const collar = limits.priceCollar.value;
    const ticks = limits.priceCollarTicks.value;
    if (!(collar > 0) || !(ticks > 0)) {
      return verdicts.unevaluable('The price collar is not a number.');
    }
    if (quote === null) {
      return verdicts.unevaluable(`There is no quote for ${symbol} to compare the price with.`);
    }
    const fresh = isFresh(context);
    if (!fresh && !onlyShrinks(context)) {
      return verdicts.unevaluable(
        `There is no fresh quote for ${symbol} to compare the price with.`,
      );
    }
    const reference = referencePrice(quote);
    if (reference === null) {
      return verdicts.unevaluable(`There is no price for ${symbol} to compare with.`);
    }
    const tested = testedPrices(context, quote);
    if (tested.length === 0) {
      return verdicts.unevaluable(
        proposal.orderType === 'MKT'
          ? `There is no ${proposal.side === 'BUY' ? 'ask' : 'bid'} for ${symbol}, so nobody knows what a MKT order would trade at.`
          : `A ${proposal.orderType} order without a price cannot be compared.`,
      );
    }
    let worst: Verdict | null = null;
    for (const { name, price } of tested) {
      const verdict = compare(name, price, reference, collar, fresh);
      if (isDenial(verdict)) return verdict;
      const tooManyTicks = compareTicks(context, name, price, reference);
      if (tooManyTicks !== null) return tooManyTicks;
      if (worst === null || (verdict.observed ?? 0) > (worst.observed ?? 0)) worst = verdict;
    }
    return worst ?? verdicts.unevaluable('No price could be compared.');
  },
};

/** Null within the collar. */
function compareTicks(
  { instrument, priceIncrements, limits }: ControlContext,
  name: string,
  price: number,
  reference: number,
): Verdict | null {
  const tick =
    priceIncrements.length > 0
      ? tickAt(priceIncrements, reference)
      : (instrument?.minTick ?? Number.NaN);
  if (!(tick > 0)) {
    return verdicts.unevaluable('How large a tick of the price is, is not known.');
  }
  const limit = limits.priceCollarTicks.value;
  // A price on the tick is a whole number of them away; dividing doubles is not.
  const observed = Math.round((Math.abs(price - reference) / tick) * 1e6) / 1e6;
  if (observed <= limit) return null;
  return verdicts.deny(
    `${name} ${figure(price)} is ${figure(observed, 1)} ticks ${price > reference ? 'above' : 'below'} the market\u2019s ${figure(reference, 6)}; the desk allows ${figure(limit)}.`,
    { observed, limit, unit: 'ticks' },
  );
}

function compare(
  name: string,
  price: number,
  reference: number,
  collar: number,
  fresh: boolean,
): Verdict {
  const percent = (Math.abs(price - reference) / reference) * 100;
  if (!Number.isFinite(percent)) return verdicts.unevaluable(`${name} is not a number.`);
  const measured = { observed: percent, limit: collar, unit: '%' };
  if (percent > collar) {
    return verdicts.deny(
      `${name} ${figure(price)} is ${figure(percent, 2)} % ${price > reference ? 'above' : 'below'} the market's ${figure(reference, 6)}; the desk allows ${figure(collar)} %.`,
      measured,
    );
  }
  if (!fresh) {
    return verdicts.warn(
      `${name} ${figure(price)} is within ${figure(collar)} % of the market's ${figure(reference, 6)}, which is not fresh. The order only shrinks exposure.`,
      measured,
    );
  }
  return verdicts.passWith(percent, collar, '%');
}
