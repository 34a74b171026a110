import { isOnIncrement, isOnTick } from '#shared/domain/instrument.ts';
import {
  orderSideSchema,
  orderTypePrices,
  orderTypeSchema,
  timeInForceSchema,
} from '#shared/domain/order.ts';

import type { Account } from '../accounts/account.ts';
import type { OrderTerms } from '../exchange/order.ts';
import { refusals, type Refusal } from '../exchange/refusals.ts';
import type { ListedInstrument } from '../market/catalogue.ts';
import { findOneInstrument } from './contract-query.ts';
import type { RawOrder } from './place-order-fields.ts';

export interface JudgedOrder {
  instrument: ListedInstrument;
  account: Account;
  terms: OrderTerms;
}

/** Makes an order of a request, or says with IB's code what is wrong with it. */
export function judgeOrder(
  raw: RawOrder,
  instruments: readonly ListedInstrument[],
  accounts: ReadonlyMap<string, Account>,
): JudgedOrder | Refusal {
  const instrument = findOneInstrument(instruments, raw.contract);
  if ('code' in instrument) return instrument;
  const side = orderSideSchema.safeParse(raw.action);
  if (!side.success) return refusals.invalid('Invalid action; it must be BUY or SELL');
  const orderType = orderTypeSchema.safeParse(raw.orderType);
  if (!orderType.success) return refusals.invalid('Invalid order type was entered');
  const timeInForce = timeInForceSchema.safeParse(raw.timeInForce === '' ? 'DAY' : raw.timeInForce);
  if (!timeInForce.success) {
    return refusals.invalid('Invalid time in force; DAY, GTC and IOC are simulated');
  }
  const quantity = raw.quantity ?? 0;
  if (quantity <= 0) return refusals.invalid('The quantity must be above 0');
  if (quantity < instrument.minSize || !isOnIncrement(quantity, instrument.sizeIncrement)) {
    return refusals.invalid(`The quantity must be a multiple of ${instrument.sizeIncrement}`);
  }
  const needs = orderTypePrices[orderType.data];
  const limitPrice = needs.limit ? raw.limitPrice : null;
  const stopPrice = needs.stop ? raw.auxPrice : null;
  for (const [needed, price, name] of [
    [needs.limit, limitPrice, 'limit'],
    [needs.stop, stopPrice, 'stop'],
  ] as const) {
    if (needed && (price === null || price <= 0))
      return refusals.invalid(`A ${name} price is needed`);
    if (price !== null && !isOnTick(price, instrument.minTick)) return refusals.offTick;
  }
  const account = accountFor(raw.accountId, accounts);
  if ('code' in account) return account;
  return {
    instrument,
    account,
    terms: {
      side: side.data,
      orderType: orderType.data,
      quantity,
      limitPrice,
      stopPrice,
      timeInForce: timeInForce.data,
      outsideRth: raw.outsideRth,
      orderRef: raw.orderRef,
      transmit: raw.transmit,
    },
  };
}

function accountFor(id: string, accounts: ReadonlyMap<string, Account>): Account | Refusal {
  const [only, ...others] = accounts.values();
  if (id === '' && only !== undefined) return others.length === 0 ? only : refusals.accountRequired;
  return accounts.get(id) ?? refusals.invalid(`Invalid account code '${id}'`);
}
