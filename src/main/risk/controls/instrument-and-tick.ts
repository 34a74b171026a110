import type { Verdict } from '#shared/domain/control.ts';
import {
  isOnIncrement,
  isOnTick,
  type Instrument,
  type SecType,
} from '#shared/domain/instrument.ts';
import { orderTypePrices } from '#shared/domain/order.ts';
import { tickAt } from '#shared/domain/price-increment.ts';

import type { Control, ControlContext, OrderProposal } from '../control.ts';
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

/** The instrument is known, tradable and not expired, prices are on their tick, the quantity is on its increment. */
export const instrumentAndTick: Control = {
  ...control,
  unit: null,
  hard: true,
  limits: [],
  source:
    'IB, Contract Details: minTick, sizeIncrement, minSize, lastTradeDate; Minimum Price Increment',
  evaluate({ instrument, proposal, priceIncrements, marketDate }) {
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
    const steps = { instrument, priceIncrements };
    return (
      expiryFault(instrument, marketDate) ??
      priceFault('limit price', proposal.limitPrice, needs.limit, steps, proposal) ??
      priceFault('stop price', proposal.stopPrice, needs.stop, steps, proposal) ??
      quantityFault(instrument, proposal) ??
      verdicts.pass
    );
  },
};

/** On its last trade date a contract still trades. */
function expiryFault(instrument: Instrument, marketDate: string | null): Verdict | null {
  const { displaySymbol, expiry } = instrument;
  if (expiry === null) return null;
  const lastDate = /^\d{8}/.exec(expiry)?.[0];
  if (lastDate === undefined || marketDate === null) {
    return verdicts.unevaluable(
      `Whether ${displaySymbol} has expired is not known: its last trade date is ${expiry === '' ? 'not named' : expiry}, the date at its exchange ${marketDate ?? 'not known'}.`,
    );
  }
  if (marketDate <= lastDate) return null;
  return verdicts.deny(
    `${displaySymbol} expired on ${lastDate.slice(0, 4)}-${lastDate.slice(4, 6)}-${lastDate.slice(6)} and does not trade any more. Choose a later contract.`,
  );
}

function priceFault(
  name: string,
  price: number | null,
  needed: boolean,
  {
    instrument,
    priceIncrements,
  }: Pick<ControlContext, 'priceIncrements'> & { instrument: Instrument },
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
  const tick = priceIncrements.length === 0 ? instrument.minTick : tickAt(priceIncrements, price);
  if (!isOnTick(price, tick)) {
    return verdicts.deny(
      `The ${name} ${figure(price)} is not on the tick of ${instrument.displaySymbol}, ${figure(tick)}.`,
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
