import { isOnIncrement, isOnTick } from '#shared/domain/instrument.ts';
import { orderSideSchema } from '#shared/domain/order.ts';

import type { Account } from '../accounts/account.ts';
import {
  exchangeOrderTypeSchema,
  exchangeTimeInForceSchema,
  orderTypesOf,
  orderTypeTraits,
  type ExchangeOrderType,
  type ExchangeTimeInForce,
} from '../exchange/order-types.ts';
import type { OrderTerms, Trail } from '../exchange/order.ts';
import { refusals, type Refusal } from '../exchange/refusals.ts';
import { parseMoment } from '../market/bar-request.ts';
import type { ListedInstrument } from '../market/catalogue.ts';
import type { Market } from '../market/market.ts';
import type { MarketMoment, TradingCalendar } from '../market/trading-calendar.ts';
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
  { market, accounts }: { market: Market; accounts: ReadonlyMap<string, Account> },
  now: MarketMoment,
): JudgedOrder | Refusal {
  const instrument = findOneInstrument(market.instruments, raw.contract);
  if ('code' in instrument) return instrument;
  const side = orderSideSchema.safeParse(raw.action);
  if (!side.success) return refusals.invalid('Invalid action; it must be BUY or SELL');
  const orderType = exchangeOrderTypeSchema.safeParse(raw.orderType);
  if (!orderType.success) return refusals.invalid('Invalid order type was entered');
  const timeInForce = exchangeTimeInForceSchema.safeParse(
    raw.timeInForce === '' ? 'DAY' : raw.timeInForce,
  );
  if (!timeInForce.success) {
    const known = exchangeTimeInForceSchema.options.join(', ');
    return refusals.invalid(`Invalid time in force; these are simulated: ${known}`);
  }
  const unfit = combinationRefusal(instrument, orderType.data, timeInForce.data);
  if (unfit !== null) return unfit;
  const quantity = raw.quantity ?? 0;
  if (quantity <= 0) return refusals.invalid('The quantity must be above 0');
  if (quantity < instrument.minSize || !isOnIncrement(quantity, instrument.sizeIncrement)) {
    return refusals.invalid(`The quantity must be a multiple of ${instrument.sizeIncrement}`);
  }
  const { limit, trigger, pegged } = orderTypeTraits[orderType.data];
  const stop = trigger === 'stop' || trigger === 'touch';
  const limitPrice = limit ? raw.limitPrice : pegged ? capOf(raw) : null;
  const stopPrice = stop ? raw.auxPrice : null;
  for (const [needed, price, name] of [
    [limit, limitPrice, 'limit'],
    [stop, stopPrice, 'stop'],
  ] as const) {
    if (needed && (price === null || price <= 0))
      return refusals.invalid(`A ${name} price is needed`);
    if (price !== null && !isOnTick(price, market.incrementAt(instrument, price))) {
      return refusals.offTick;
    }
  }
  const pegOffset = pegged ? (raw.auxPrice ?? 0) : null;
  if (pegOffset !== null && pegOffset < 0) {
    return refusals.invalid('The offset of a relative order must not be negative');
  }
  if (pegOffset !== null && !isOnTick(pegOffset, instrument.minTick)) return refusals.offTick;
  const trail = trigger === 'trail' ? trailOf(raw, instrument) : null;
  if (trail !== null && 'code' in trail) return trail;
  const goodTill = goodTillOf(raw.goodTillDate, timeInForce.data, market.calendar, now);
  if (goodTill !== null && 'code' in goodTill) return goodTill;
  if (raw.ocaType < 0 || raw.ocaType > 3) return refusals.invalid('Invalid OCA type; use 1 to 3');
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
      trail,
      pegOffset,
      timeInForce: timeInForce.data,
      goodTill,
      ocaGroup: raw.ocaGroup,
      ocaType: raw.ocaType,
      parentId: raw.parentId,
      outsideRth: raw.outsideRth,
      orderRef: raw.orderRef,
      transmit: raw.transmit,
    },
  };
}

/** Which order types and times in force do not go together, or not with this kind of instrument. */
function combinationRefusal(
  { secType }: ListedInstrument,
  orderType: ExchangeOrderType,
  timeInForce: ExchangeTimeInForce,
): Refusal | null {
  const { atClose, pegged } = orderTypeTraits[orderType];
  const plain = orderType === 'MKT' || orderType === 'LMT';
  if (!orderTypesOf[secType].has(orderType)) {
    return pegged ? refusals.relativeForStocks : refusals.unsupportedOrderType;
  }
  if (timeInForce === 'OPG' && secType !== 'STK') return refusals.unsupportedOrderType;
  // It waits at the touch of its own side: there is nothing for it to take at once.
  if (pegged && timeInForce === 'IOC') return refusals.incompatibleTimeInForce;
  if (atClose && timeInForce !== 'DAY') {
    return refusals.invalid(`${orderType} orders are for the close of the day; use DAY`);
  }
  if ((timeInForce === 'OPG' || timeInForce === 'FOK') && !plain) {
    return refusals.invalid(`${timeInForce} is for MKT and LMT orders`);
  }
  return null;
}

/** The price that a pegged order does not go beyond; API clients send 0 for none. */
function capOf({ limitPrice }: RawOrder): number | null {
  return limitPrice === 0 ? null : limitPrice;
}

/** The trail of a trailing order: exactly one of amount and percentage, and for a limit its distance. */
function trailOf(raw: RawOrder, { minTick }: ListedInstrument): Trail | Refusal {
  const amount = raw.auxPrice !== null && raw.auxPrice > 0 ? raw.auxPrice : null;
  const percent = raw.trailingPercent;
  if ((amount === null) === (percent === null)) {
    return refusals.invalid('A trailing order needs a trailing amount or a percentage, not both');
  }
  if (percent !== null && (percent <= 0 || percent >= 100)) {
    return refusals.invalid('The trailing percentage must be between 0 and 100');
  }
  const firstStop = raw.trailStopPrice;
  const offset = raw.orderType === 'TRAIL LIMIT' ? limitOffsetOf(raw) : null;
  if (raw.orderType === 'TRAIL LIMIT' && (offset === null || offset < 0)) {
    return refusals.invalid(
      'A TRAIL LIMIT order needs a limit price offset, or a limit price and the first stop price',
    );
  }
  for (const price of [amount, firstStop, offset]) {
    if (price !== null && !isOnTick(price, minTick)) return refusals.offTick;
  }
  return { amount, percent, firstStop, limitOffset: offset };
}

function limitOffsetOf(raw: RawOrder): number | null {
  const { limitPriceOffset, limitPrice, trailStopPrice, action } = raw;
  if (limitPriceOffset !== null) return limitPriceOffset;
  if (limitPrice === null || trailStopPrice === null) return null;
  const distance = action === 'SELL' ? trailStopPrice - limitPrice : limitPrice - trailStopPrice;
  return Math.round(distance * 1e8) / 1e8;
}

function goodTillOf(
  text: string,
  timeInForce: ExchangeTimeInForce,
  calendar: TradingCalendar,
  now: MarketMoment,
): OrderTerms['goodTill'] | Refusal {
  if (timeInForce !== 'GTD') {
    return text === ''
      ? null
      : refusals.invalid('A good-till date goes with the time in force GTD');
  }
  const dateAlone = /^\d{8}$/.test(text.trim());
  const moment = parseMoment(dateAlone ? `${text.trim()} 23:59:59` : text, calendar);
  if (moment === null) {
    return refusals.invalid(`Invalid good-till date '${text}'; write it as 20200309 15:30:00`);
  }
  return moment <= now
    ? refusals.invalid(`The good-till date '${text}' has passed`)
    : { text, moment };
}

function accountFor(id: string, accounts: ReadonlyMap<string, Account>): Account | Refusal {
  const [only, ...others] = accounts.values();
  if (id === '' && only !== undefined) return others.length === 0 ? only : refusals.accountRequired;
  return accounts.get(id) ?? refusals.invalid(`Invalid account code '${id}'`);
}
