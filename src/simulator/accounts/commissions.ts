import { toMicros, type Micros } from '#shared/domain/money.ts';

import type { ListedInstrument } from '../market/catalogue.ts';

/** Commission of a whole order so far, in US dollars, for its quantity and its traded value in dollars. */
type CommissionPlan = (quantity: number, value: number) => number;

/** IB's fixed pricing, rounded to what a practice desk needs. Source: interactivebrokers.com, Commissions, 2020. */
const plans: Record<ListedInstrument['commissionPlan'], CommissionPlan> = {
  'us-stock': (quantity, value) => Math.min(Math.max(0.005 * quantity, 1), 0.01 * value),
  'es-future': (quantity) => 2.25 * quantity,
  'micro-future': (quantity) => 0.62 * quantity,
  forex: (_quantity, value) => Math.max(0.00002 * value, 2),
};

/**
 * Commission of an order that has traded `quantity` units worth `value` dollars. The minimum applies to an order,
 * so a fill costs the difference between the order after it and before it.
 */
export function orderCommissionMicros(
  instrument: ListedInstrument,
  quantity: number,
  value: number,
): Micros {
  return quantity === 0 ? 0 : toMicros(plans[instrument.commissionPlan](quantity, value));
}
