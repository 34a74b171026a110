import { fromMicros } from '#shared/domain/money.ts';

import type { ListedInstrument } from '../market/catalogue.ts';
import { marginWithOrders, type Account } from './account.ts';
import type { Marks } from '../market/marks.ts';
import { orderCommission } from './commissions.ts';
import { marginOf } from './margin.ts';

/** What an order would do to an account, in US dollars. Equity is IB's equity with loan value. */
export interface OrderEffect {
  initialBefore: number;
  maintenanceBefore: number;
  equityBefore: number;
  initialAfter: number;
  maintenanceAfter: number;
  equityAfter: number;
  /** In {@link OrderEffect.commissionCurrency}. */
  commission: number;
  commissionCurrency: string;
}

export interface EffectOf {
  instrument: ListedInstrument;
  /** Signed: negative sells. */
  quantity: number;
  /** Null trades at the mark. */
  limitPrice: number | null;
}

/**
 * What an order would do: the initial margin with it working beside the orders that already work, the maintenance margin
 * and the equity once it has traded. It is what the account shows when the order is placed and filled at the mark.
 */
export function orderEffect(
  account: Account,
  { instrument, quantity, limitPrice }: EffectOf,
  marks: Marks,
): OrderEffect {
  const figures = account.figures(marks);
  const dollarsPer = marks.dollarsPer(instrument.currency);
  const mark = marks.markOf(instrument);
  const price = limitPrice ?? mark;
  const held = account.held(instrument).quantity;
  const { buy, sell } = account.reservations.of(instrument);
  const working = marginWithOrders(instrument, held, { buy, sell }, marks);
  const withOrder = marginWithOrders(
    instrument,
    held,
    { buy: buy + Math.max(0, quantity), sell: sell + Math.max(0, -quantity) },
    marks,
  );
  const prices = { mark, underlying: marks.underlyingMarkOf(instrument), dollarsPer };
  const maintenance = marginOf(instrument, held + quantity, prices).maintenance;
  const value = Math.abs(quantity * price) * instrument.multiplier;
  const commission = orderCommission(instrument, Math.abs(quantity), value, dollarsPer);
  const paid = fromMicros(commission.micros);
  return {
    initialBefore: figures.initialMargin,
    maintenanceBefore: figures.maintenanceMargin,
    equityBefore: figures.equityWithLoan,
    initialAfter: figures.initialMargin - working.initial + withOrder.initial,
    maintenanceAfter: figures.maintenanceMargin - working.maintenance + maintenance,
    equityAfter: figures.equityWithLoan - paid * marks.dollarsPer(commission.currency),
    commission: paid,
    commissionCurrency: commission.currency,
  };
}

/** Whether the account cannot carry an order. What only makes a position smaller is always carried. */
export function lacksFunds(account: Account, order: EffectOf, effect: OrderEffect): boolean {
  const held = account.held(order.instrument).quantity;
  const shrinks =
    Math.sign(held) === -Math.sign(order.quantity) && Math.abs(order.quantity) <= Math.abs(held);
  return (
    !shrinks &&
    effect.initialAfter > effect.initialBefore &&
    effect.initialAfter > effect.equityAfter
  );
}
