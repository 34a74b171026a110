import type { Verdict } from '#shared/domain/control.ts';
import {
  isOnIncrement,
  isOnTick,
  type Instrument,
  type SecType,
} from '#shared/domain/instrument.ts';
import { orderTypePrices } from '#shared/domain/order.ts';

import type { Control, OrderProposal } from '../control.ts';
import { figure } from '../figure.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'instrument-and-tick', title: 'Instrument, tick and lot' } as const;
const verdicts = verdictsOf(control);

/** What the desk may trade of each type, and whether its price can be 0 or less. */
const trade: Record<SecType, { tradable: boolean; mayBeNegative: boolean }> = {
  STK: { tradable: true, mayBeNegative: false },
  FUT: { tradable: true, mayBeNegative: true },
  OPT: { tradable: true, mayBeNegative: false },
  CASH: { tradable: true, mayBeNegative: false },
  IND: { tradable: false, mayBeNegative: false },
};

/** The instrument is known and tradable, prices are on its tick, the quantity is on its increment. */
export const instrumentAndTick: Control = {
  ...control,
  unit: null,
  hard: true,
  source: 'IB, Contract Details: minTick, sizeIncrement, minSize',
  evaluate({ instrument, proposal }) {
    if (instrument === null) {
      return verdicts.deny(
        'The instrument is not known to the desk. Search for it and add it first.',
      );
    }
    const rule = trade[instrument.secType];
    if (rule === undefined || !rule.tradable) {
      return verdicts.deny(
        `${instrument.displaySymbol} is of type ${instrument.secType} and cannot be traded.`,
      );
    }
    const needs = orderTypePrices[proposal.orderType];
    return (
      priceFault('limit price', proposal.limitPrice, needs.limit, instrument, proposal) ??
      priceFault('stop price', proposal.stopPrice, needs.stop, instrument, proposal) ??
      quantityFault(instrument, proposal) ??
      verdicts.pass
    );
  },
};

function priceFault(
  name: string,
  price: number | null,
  needed: boolean,
  instrument: Instrument,
  { orderType }: OrderProposal,
): Verdict | null {
  if (price === null) {
    return needed ? verdicts.deny(`A ${orderType} order needs a ${name}.`) : null;
  }
  if (!needed) return verdicts.deny(`A ${orderType} order takes no ${name}.`);
  if (!Number.isFinite(price)) return verdicts.unevaluable(`The ${name} is not a number.`);
  if (price <= 0 && !trade[instrument.secType].mayBeNegative) {
    return verdicts.deny(`The ${name} ${figure(price)} must be more than 0.`);
  }
  if (!isOnTick(price, instrument.minTick)) {
    return verdicts.deny(
      `The ${name} ${figure(price)} is not on the tick of ${instrument.displaySymbol}, ${figure(instrument.minTick)}.`,
    );
  }
  return null;
}

function quantityFault(instrument: Instrument, proposal: OrderProposal): Verdict | null {
  const { quantity, previous } = proposal;
  if (!Number.isFinite(quantity)) return verdicts.unevaluable('The quantity is not a number.');
  if (quantity < instrument.minSize || quantity <= 0) {
    return verdicts.deny(
      `The quantity ${figure(quantity)} is below the smallest order of ${instrument.displaySymbol}, ${figure(instrument.minSize)}.`,
    );
  }
  if (!isOnIncrement(quantity, instrument.sizeIncrement)) {
    return verdicts.deny(
      `The quantity ${figure(quantity)} is not a multiple of ${figure(instrument.sizeIncrement)}, the size increment of ${instrument.displaySymbol}.`,
    );
  }
  if (previous !== null && quantity <= previous.filledQuantity) {
    return verdicts.deny(
      `The quantity ${figure(quantity)} is not more than the ${figure(previous.filledQuantity)} already filled. Cancel the order instead.`,
    );
  }
  return null;
}
