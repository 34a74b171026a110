import { toMicros, type Micros } from '#shared/domain/money.ts';

import type { ListedInstrument } from '../market/catalogue.ts';

export interface Commission {
  micros: Micros;
  currency: string;
}

interface CommissionPlan {
  /** The instrument's own, or always dollars. */
  currency: 'instrument' | 'USD';
  /** Of a whole order so far, for its quantity and its traded value in the plan's currency. */
  charge: (quantity: number, value: number) => number;
}

const bond = { firstFace: 10_000, firstShare: 0.001, furtherShare: 0.000_25, facePerUnit: 1000 };

function bondCharge(quantity: number): number {
  const face = quantity * bond.facePerUnit;
  const first = Math.min(face, bond.firstFace);
  return Math.max(first * bond.firstShare + (face - first) * bond.furtherShare, 1);
}

/**
 * IB's fixed schedule. Exchange and regulatory fees are in the price of a future; those on sales of stocks are left out.
 * Sources, all at interactivebrokers.com: Commissions – Stocks, ETFs and Warrants, Fixed (United States; Germany);
 * – Options, Fixed; – Futures and FOPs, Fixed; – Spot Currencies; – Bonds.
 */
const plans: Record<ListedInstrument['commissionPlan'], CommissionPlan> = {
  'us-stock': {
    currency: 'instrument',
    charge: (quantity, value) => Math.min(Math.max(0.005 * quantity, 1), 0.01 * value),
  },
  'eu-stock': { currency: 'instrument', charge: (_, value) => Math.max(0.0005 * value, 3) },
  'us-option': { currency: 'instrument', charge: (quantity) => Math.max(0.65 * quantity, 1) },
  'us-bond': { currency: 'instrument', charge: bondCharge },
  'es-future': { currency: 'instrument', charge: (quantity) => 2.25 * quantity },
  'micro-future': { currency: 'instrument', charge: (quantity) => 0.62 * quantity },
  forex: { currency: 'USD', charge: (_, value) => Math.max(0.000_02 * value, 2) },
};

/**
 * Commission of an order that has traded `quantity` units worth `value` in the instrument's currency. The minimum
 * applies to an order, so a fill costs the difference between the order after it and before it.
 *
 * @param dollarsPer US dollars for one unit of the instrument's currency
 */
export function orderCommission(
  instrument: ListedInstrument,
  quantity: number,
  value: number,
  dollarsPer: number,
): Commission {
  const plan = plans[instrument.commissionPlan];
  const inDollars = plan.currency === 'USD';
  const currency = inDollars ? 'USD' : instrument.currency;
  if (quantity === 0) return { micros: 0, currency };
  return {
    micros: toMicros(plan.charge(quantity, inDollars ? value * dollarsPer : value)),
    currency,
  };
}
