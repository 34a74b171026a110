import { isDenial, type Verdict } from '#shared/domain/control.ts';

import type { Control, ControlContext } from './control.ts';
import { sectorExposure } from './controls/sector-exposure.ts';
import { sectorConcentration } from './controls/sector-concentration.ts';
import { assetClassExposure } from './controls/asset-class-exposure.ts';
import { assetClassConcentration } from './controls/asset-class-concentration.ts';
import { repeatedExecution } from './controls/repeated-execution.ts';
import { accountKind } from './controls/account-kind.ts';
import { buyingPower } from './controls/buying-power.ts';
import { concentration } from './controls/concentration.ts';
import { dailyLoss } from './controls/daily-loss.ts';
import { drawdown } from './controls/drawdown.ts';
import { duplicateOrder } from './controls/duplicate-order.ts';
import { grossExposure } from './controls/gross-exposure.ts';
import { instrumentAndTick } from './controls/instrument-and-tick.ts';
import { linkState } from './controls/link-state.ts';
import { marketHours } from './controls/market-hours.ts';
import { maxOrderQuantity } from './controls/max-order-quantity.ts';
import { maxOrderValue } from './controls/max-order-value.ts';
import { messageRate } from './controls/message-rate.ts';
import { netExposure } from './controls/net-exposure.ts';
import { openOrderCount } from './controls/open-order-count.ts';
import { personPermission } from './controls/person-permission.ts';
import { positionLimit } from './controls/position-limit.ts';
import { priceCollar } from './controls/price-collar.ts';
import { restrictedList } from './controls/restricted-list.ts';
import { selfTrade } from './controls/self-trade.ts';
import { shortPeriodValue } from './controls/short-period-value.ts';
import { shortSale } from './controls/short-sale.ts';
import { staleQuote } from './controls/stale-quote.ts';
import { tradingState } from './controls/trading-state.ts';
import { unansweredOrder } from './controls/unanswered-order.ts';
import { scopeWords } from './limits-in-force.ts';
import { whatIfMargin } from './controls/what-if-margin.ts';
import { verdictsOf } from './verdicts.ts';

/** Every control, in the order a person reads their verdicts: may we trade at all, then this order, then its size. */
export const controls: readonly Control[] = [
  accountKind,
  linkState,
  tradingState,
  dailyLoss,
  drawdown,
  unansweredOrder,
  repeatedExecution,
  messageRate,
  instrumentAndTick,
  restrictedList,
  personPermission,
  marketHours,
  shortSale,
  staleQuote,
  priceCollar,
  duplicateOrder,
  openOrderCount,
  selfTrade,
  maxOrderQuantity,
  maxOrderValue,
  shortPeriodValue,
  positionLimit,
  concentration,
  grossExposure,
  netExposure,
  sectorExposure,
  sectorConcentration,
  assetClassExposure,
  assetClassConcentration,
  buyingPower,
  whatIfMargin,
];

export interface ChainResult {
  /** Whether no control denies; false for a chain of nothing. */
  readonly allowed: boolean;
  /** One verdict per control, in their order; none is left out after the first denial. */
  readonly verdicts: readonly Verdict[];
}

/** Puts a proposal to every control. Never throws: a control that does is unevaluable, which denies. */
export function evaluateChain(
  context: ControlContext,
  chain: readonly Control[] = controls,
): ChainResult {
  const verdicts: Verdict[] = [];
  let allowed = chain.length > 0;
  for (const control of chain) {
    const verdict = evaluateOne(control, context);
    if (isDenial(verdict)) allowed = false;
    verdicts.push(verdict);
  }
  return { allowed, verdicts };
}

function evaluateOne(control: Control, context: ControlContext): Verdict {
  try {
    return overridden(withScope(control.evaluate(context), control, context), control, context);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return verdictsOf(control).unevaluable(`The control could not be evaluated: ${reason}`);
  }
}

/** What a soft control denies is let pass for a reason; what it cannot evaluate is not. */
function overridden(
  verdict: Verdict,
  control: Control,
  { overrideReason }: ControlContext,
): Verdict {
  if (control.hard || verdict.outcome !== 'deny' || overrideReason === null) return verdict;
  return { ...verdict, outcome: 'warn', overrideReason };
}

/** Says whose limit was compared with, where it is not the desk's. */
function withScope(verdict: Verdict, control: Control, context: ControlContext): Verdict {
  if (verdict.limit === null) return verdict;
  for (const name of control.limits) {
    const { value, scope } = context.limits[name];
    if (scope === undefined || value !== verdict.limit) continue;
    const { message } = verdict;
    const whose =
      message === null
        ? null
        : `${message} That limit is for ${scopeWords(scope, context.instrument)}.`;
    return { ...verdict, message: whose, scope };
  }
  return verdict;
}
