import { message } from './fields.ts';

/** Tick field ids. Source: IB, TWS API, Available Tick Types. */
export const tickField = {
  bidSize: 0,
  bid: 1,
  ask: 2,
  askSize: 3,
  last: 4,
  lastSize: 5,
  high: 6,
  low: 7,
  volume: 8,
  close: 9,
  open: 14,
  markPrice: 37,
  lastTimestamp: 45,
  shortable: 46,
  realTimeVolume: 48,
  halted: 49,
  tradeCount: 54,
  realTimeTradeVolume: 77,
  shortableShares: 89,
  delayedHalted: 90,
} as const;

/** The ids of a quote's parts. */
export interface TickFields {
  bid: number;
  bidSize: number;
  ask: number;
  askSize: number;
  last: number;
  lastSize: number;
  lastTimestamp: number;
  volume: number;
  high: number;
  low: number;
  close: number;
  open: number;
}

export const liveTickFields: TickFields = {
  bid: tickField.bid,
  ask: tickField.ask,
  last: tickField.last,
  bidSize: tickField.bidSize,
  askSize: tickField.askSize,
  lastSize: tickField.lastSize,
  high: tickField.high,
  low: tickField.low,
  volume: tickField.volume,
  close: tickField.close,
  open: tickField.open,
  lastTimestamp: tickField.lastTimestamp,
};

/** Delayed data has ids of its own. */
export const delayedTickFields: TickFields = {
  bid: 66,
  ask: 67,
  last: 68,
  bidSize: 69,
  askSize: 70,
  lastSize: 71,
  high: 72,
  low: 73,
  volume: 74,
  close: 75,
  open: 76,
  lastTimestamp: 88,
};

/** Message id and version. */
const head = {
  tickPrice: message(1, 6),
  tickSize: message(2, 6),
  tickGeneric: message(45, 6),
  tickString: message(46, 6),
  marketDataTypeMessage: message(58, 1),
  tickSnapshotEnd: message(57, 1),
} as const;

/** A snapshot may be asked for on every exchange. */
const snapshotPermissions = 3;

// Template strings, not a list of fields: these messages go out by the hundred thousand.

/**
 * 1: version, request, field, price, size, attributes. The attributes are bits from server version 151 on; the first,
 * canAutoExecute, is set on bid and ask of a live market. The size is a decimal from 163 on.
 */
export function tickPrice(
  requestId: number,
  field: number,
  price: number,
  size: number,
  canAutoExecute: boolean,
): string {
  return `${head.tickPrice}${requestId}\0${field}\0${price}\0${size}\0${canAutoExecute ? 1 : 0}\0`;
}

/** 2: version, request, field, size (a decimal from server version 163 on). */
export function tickSize(requestId: number, field: number, size: number): string {
  return `${head.tickSize}${requestId}\0${field}\0${size}\0`;
}

/** 45: version, request, field, value. */
export function tickGeneric(requestId: number, field: number, value: number): string {
  return `${head.tickGeneric}${requestId}\0${field}\0${value}\0`;
}

/** 46: version, request, field, text. */
export function tickString(requestId: number, field: number, value: string): string {
  return `${head.tickString}${requestId}\0${field}\0${value}\0`;
}

/** 81, without a version: request, smallest step of the price, exchange of the best quote, snapshot permissions. */
export function tickReqParams(requestId: number, minTick: number, bboExchange: string): string {
  return `81\0${requestId}\0${minTick}\0${bboExchange}\0${snapshotPermissions}\0`;
}

/** 58: version, request, type: 1 live, 2 frozen, 3 delayed, 4 delayed and frozen. */
export function marketDataTypeMessage(requestId: number, marketDataType: number): string {
  return `${head.marketDataTypeMessage}${requestId}\0${marketDataType}\0`;
}

/** 57: version, request. */
export function tickSnapshotEnd(requestId: number): string {
  return `${head.tickSnapshotEnd}${requestId}\0`;
}
