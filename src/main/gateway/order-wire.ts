import {
  OptionType,
  OrderAction,
  OrderType as IbOrderType,
  SecType as IbSecType,
  TimeInForce as IbTimeInForce,
  type Contract,
  type Order,
} from '@stoqey/ib';

import type { Instrument, OptionRight, SecType } from '#shared/domain/instrument.ts';
import type { OrderSide, OrderType, TimeInForce } from '#shared/domain/order.ts';

/** An order as it goes to the gateway: new, or with the id of a live one to change it. */
export interface WireOrder {
  orderId: number;
  /** The desk's own id; comes back with every word about the order. */
  orderRef: string;
  accountId: string;
  instrument: Instrument;
  side: OrderSide;
  orderType: OrderType;
  quantity: number;
  limitPrice: number | null;
  stopPrice: number | null;
  timeInForce: TimeInForce;
  outsideRth: boolean;
  /** Left out for an order by itself. */
  attached?: AttachedOrder;
}

/** How an order hangs together with others of the same client. */
export interface AttachedOrder {
  /** The order that must fill before this one is sent to the market; null for that order itself. */
  parentOrderId: number | null;
  /** Of orders of one group the others are reduced by what one of them fills; null for none. */
  ocaGroup: string | null;
  /** False holds it at the gateway until one that hangs together with it is transmitted. */
  transmit: boolean;
}

/** Reduces what is left of the others by what one fills, and never lets two of them be at the market at once. */
const reduceWithBlock = 2;

const secTypes: Record<SecType, IbSecType> = {
  STK: IbSecType.STK,
  FUT: IbSecType.FUT,
  OPT: IbSecType.OPT,
  CASH: IbSecType.CASH,
  IND: IbSecType.IND,
};

const orderTypes: Record<OrderType, IbOrderType> = {
  MKT: IbOrderType.MKT,
  LMT: IbOrderType.LMT,
  STP: IbOrderType.STP,
  'STP LMT': IbOrderType.STP_LMT,
};

const timesInForce: Record<TimeInForce, IbTimeInForce> = {
  DAY: IbTimeInForce.DAY,
  GTC: IbTimeInForce.GTC,
  IOC: IbTimeInForce.IOC,
};

const actions: Record<OrderSide, OrderAction> = { BUY: OrderAction.BUY, SELL: OrderAction.SELL };

/** The contract by its id, with what the gateway needs to route it; the id alone says which contract it is. */
export function wireContract(instrument: Instrument): Contract {
  return {
    conId: instrument.instrumentId,
    symbol: instrument.symbol,
    secType: secTypes[instrument.secType],
    exchange: instrument.exchange,
    currency: instrument.currency,
  };
}

/** A contract to look up. */
export interface InstrumentQuery {
  instrumentId?: number;
  symbol?: string;
  secType?: SecType;
  exchange?: string;
  currency?: string;
  localSymbol?: string;
  tradingClass?: string;
  /** Last trade date `YYYYMMDD` of a future or option, or the month `YYYYMM`: then all of that month. */
  expiry?: string;
  strike?: number;
  right?: OptionRight;
}

const rights: Record<OptionRight, OptionType> = { C: OptionType.Call, P: OptionType.Put };

export function wireQuery(query: InstrumentQuery): Contract {
  return {
    ...(query.instrumentId === undefined ? {} : { conId: query.instrumentId }),
    ...(query.symbol === undefined ? {} : { symbol: query.symbol }),
    ...(query.secType === undefined ? {} : { secType: secTypes[query.secType] }),
    ...(query.exchange === undefined ? {} : { exchange: query.exchange }),
    ...(query.currency === undefined ? {} : { currency: query.currency }),
    ...(query.localSymbol === undefined ? {} : { localSymbol: query.localSymbol }),
    ...(query.tradingClass === undefined ? {} : { tradingClass: query.tradingClass }),
    ...(query.expiry === undefined ? {} : { lastTradeDateOrContractMonth: query.expiry }),
    ...(query.strike === undefined ? {} : { strike: query.strike }),
    ...(query.right === undefined ? {} : { right: rights[query.right] }),
  };
}

/** Every field that decides what the order does is set: what is left open, TWS fills from its presets. */
export function wireOrder(order: WireOrder): Order {
  return {
    action: actions[order.side],
    totalQuantity: order.quantity,
    orderType: orderTypes[order.orderType],
    ...(order.limitPrice === null ? {} : { lmtPrice: order.limitPrice }),
    ...(order.stopPrice === null ? {} : { auxPrice: order.stopPrice }),
    tif: timesInForce[order.timeInForce],
    account: order.accountId,
    orderRef: order.orderRef,
    outsideRth: order.outsideRth,
    ...attachment(order.attached),
    whatIf: false,
  };
}

function attachment(attached: AttachedOrder | undefined): Partial<Order> {
  if (attached === undefined) return { transmit: true };
  const { parentOrderId, ocaGroup, transmit } = attached;
  return {
    transmit,
    ...(parentOrderId === null ? {} : { parentId: parentOrderId }),
    ...(ocaGroup === null ? {} : { ocaGroup, ocaType: reduceWithBlock }),
  };
}

/** The same order, to be previewed and not placed. */
export function wirePreview(order: WireOrder): Order {
  return { ...wireOrder(order), whatIf: true };
}
