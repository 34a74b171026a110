import type { LimitName } from '#shared/domain/limits.ts';
import type { Verdict } from '#shared/domain/control.ts';

import type { ControlContext } from './control.ts';
import type { ExposureSums } from './desk-exposure.ts';
import { largestPosition, onlyShrinks, worstCasePosition } from './exposure.ts';
import { figure, money } from './figure.ts';
import { orderValueInBase, whyNoValue } from './order-value.ts';
import type { VerdictsOf } from './verdicts.ts';

/** A sector or an asset class that an order is in. */
export interface Group {
  /** As a sentence names it: `sector Technology`. */
  readonly name: string;
  /** Of every other instrument in it; null where one cannot be valued. */
  readonly others: ExposureSums | null;
}

const noPrice = 'A position of the desk has no price, so the exposure beside it is not known.';

/**
 * The exposure in the group with this order and every working one filled at worst, long and short added up and netted,
 * each against its limit. What only shrinks exposure passes. The verdict tells of the one that is nearer its limit.
 */
export function exposureVerdict(
  verdicts: VerdictsOf,
  context: ControlContext,
  { name, others }: Group,
  limits: { gross: LimitName; net: LimitName },
): Verdict {
  if (onlyShrinks(context)) return verdicts.pass;
  const { proposal, baseCurrency } = context;
  const grossLimit = context.limits[limits.gross].value;
  const netLimit = context.limits[limits.net].value;
  if (!Number.isFinite(grossLimit) || !Number.isFinite(netLimit)) {
    return verdicts.unevaluable('The limit is not a number.');
  }
  const buys = proposal.side === 'BUY';
  const netOfOthers = buys ? others?.long : others?.short;
  if (others === null || netOfOthers === undefined) return verdicts.unevaluable(noPrice);
  const gross = others.gross + orderValueInBase(context, largestPosition(context));
  const signed = netOfOthers + orderValueInBase(context, worstCasePosition(context));
  const net = Math.max(0, buys ? signed : -signed);
  if (!Number.isFinite(gross) || !Number.isFinite(net)) {
    const known = Number.isFinite(others.gross) && Number.isFinite(netOfOthers);
    return verdicts.unevaluable(known ? whyNoValue(context) : noPrice);
  }
  if (gross > grossLimit) {
    return verdicts.deny(
      `With every working order filled the gross exposure in ${name} would be ${money(gross, baseCurrency)}; the desk allows ${money(grossLimit, baseCurrency)}.`,
      { observed: gross, limit: grossLimit, unit: baseCurrency },
    );
  }
  if (net > netLimit) {
    return verdicts.deny(
      `With every working ${buys ? 'buy' : 'sell'} order filled ${name} would be net ${buys ? 'long' : 'short'} ${money(net, baseCurrency)}; the desk allows ${money(netLimit, baseCurrency)}.`,
      { observed: net, limit: netLimit, unit: baseCurrency },
    );
  }
  return gross / grossLimit >= net / netLimit
    ? verdicts.passWith(gross, grossLimit, baseCurrency)
    : verdicts.passWith(net, netLimit, baseCurrency);
}

/** The same gross exposure as a share of the account's net liquidation value. What only shrinks exposure passes. */
export function concentrationVerdict(
  verdicts: VerdictsOf,
  context: ControlContext,
  { name, others }: Group,
  limitName: LimitName,
): Verdict {
  if (onlyShrinks(context)) return verdicts.pass;
  const { netLiquidation } = context;
  const limit = context.limits[limitName].value;
  if (!Number.isFinite(limit)) return verdicts.unevaluable('The limit is not a number.');
  if (netLiquidation === null || !Number.isFinite(netLiquidation)) {
    return verdicts.unevaluable('The broker has not said what the account is worth.');
  }
  if (netLiquidation <= 0) {
    return verdicts.unevaluable('The account is worth nothing, so nothing is a share of it.');
  }
  if (others === null || !Number.isFinite(others.gross)) return verdicts.unevaluable(noPrice);
  const gross = others.gross + orderValueInBase(context, largestPosition(context));
  if (!Number.isFinite(gross)) return verdicts.unevaluable(whyNoValue(context));
  const observed = (gross / netLiquidation) * 100;
  if (observed <= limit) return verdicts.passWith(observed, limit, '%');
  return verdicts.deny(
    `With every working order filled ${name} would be ${figure(observed, 2)} % of the account's net liquidation value; the desk allows ${figure(limit)} %.`,
    { observed, limit, unit: '%' },
  );
}
