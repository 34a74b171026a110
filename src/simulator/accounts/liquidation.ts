import { fromMicros } from '#shared/domain/money.ts';

import type { Account, AccountFigures } from './account.ts';
import type { Marks } from '../market/marks.ts';
import { valueMicros, type Holding } from './holding.ts';
import { marginOf } from './margin.ts';

/** Shares of net liquidation that are left above maintenance margin when IB's warnings begin to colour. */
const warnedBelow = 0.1;
const urgentBelow = 0.05;

/**
 * How close an account is to liquidation, as the value HighestSeverity tells it: 0 is well, 1 is below a cushion of
 * 10 %, 2 below 5 %, 3 means that positions are being closed. Source: IB, TWS API, Account Value Update Keys:
 * HighestSeverity; IB, TWS Users' Guide: the account window turns yellow, then orange, then red.
 */
export function liquidationSeverity({
  netLiquidation,
  excessLiquidity,
  maintenanceMargin,
}: AccountFigures): 0 | 1 | 2 | 3 {
  if (maintenanceMargin === 0 && excessLiquidity >= 0) return 0;
  if (excessLiquidity < 0) return 3;
  const cushion = netLiquidation <= 0 ? 0 : excessLiquidity / netLiquidation;
  if (cushion < urgentBelow) return 2;
  return cushion < warnedBelow ? 1 : 0;
}

/** An order that closes a position, or a part of it. */
export interface LiquidationOrder {
  conId: number;
  /** Signed: negative sells what is long. */
  quantity: number;
}

/** What is left of the excess afterwards is this share of net liquidation, so that the next tick does not start again. */
const restoredCushion = 0.01;

/**
 * What to close so that the maintenance margin is covered again: the positions that take most margin first, each as far
 * as it is needed. Nothing while the excess is not negative. The excess grows by the margin that a position gives back:
 * its value itself only turns into cash. Source: IB, Margin Education: real-time liquidation.
 */
export function decideLiquidation(account: Account, marks: Marks): LiquidationOrder[] {
  const figures = account.figures(marks);
  if (figures.excessLiquidity >= 0) return [];
  let missing = -figures.excessLiquidity + Math.max(0, restoredCushion * figures.netLiquidation);
  const orders: LiquidationOrder[] = [];
  const candidates = [...account.holdings.values()]
    .filter(({ quantity, instrument }) => quantity !== 0 && instrument.tradable)
    .map((holding) => ({ holding, frees: freedByClosing(holding, marks) }))
    .filter(({ frees }) => frees > 0)
    .toSorted(
      (a, b) => b.frees - a.frees || a.holding.instrument.conId - b.holding.instrument.conId,
    );
  for (const { holding, frees } of candidates) {
    if (missing <= 0) break;
    const { instrument, quantity } = holding;
    const whole = Math.abs(quantity);
    const { sizeIncrement } = instrument;
    const needed = Math.ceil((whole * missing) / frees / sizeIncrement) * sizeIncrement;
    const closed = Math.min(whole, needed);
    orders.push({ conId: instrument.conId, quantity: -Math.sign(quantity) * closed });
    missing -= (frees * closed) / whole;
  }
  return orders;
}

/** US dollars of excess liquidity that closing a whole position brings. A long option's value can only then be used. */
function freedByClosing(holding: Holding, marks: Marks): number {
  const { instrument, quantity } = holding;
  const mark = marks.markOf(instrument);
  const dollarsPer = marks.dollarsPer(instrument.currency);
  const underlying = marks.underlyingMarkOf(instrument);
  const { maintenance } = marginOf(instrument, quantity, { mark, underlying, dollarsPer });
  const value = instrument.secType === 'OPT' ? fromMicros(valueMicros(holding, mark)) : 0;
  return maintenance + value * dollarsPer;
}
