import { message } from './fields.ts';

/** Tick field ids. Source: TWS API, Available Tick Types. */
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
  lastTimestamp: 45,
  halted: 49,
} as const;

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

/** `canAutoExecute` is set on bid and ask of a live market. */
export function tickPrice(
  requestId: number,
  field: number,
  price: number,
  size: number,
  canAutoExecute: boolean,
): string {
  return `${head.tickPrice}${requestId}\0${field}\0${price}\0${size}\0${canAutoExecute ? 1 : 0}\0`;
}

export function tickSize(requestId: number, field: number, size: number): string {
  return `${head.tickSize}${requestId}\0${field}\0${size}\0`;
}

export function tickGeneric(requestId: number, field: number, value: number): string {
  return `${head.tickGeneric}${requestId}\0${field}\0${value}\0`;
}

export function tickString(requestId: number, field: number, value: string): string {
  return `${head.tickString}${requestId}\0${field}\0${value}\0`;
}

export function tickReqParams(requestId: number, minTick: number, bboExchange: string): string {
  return `81\0${requestId}\0${minTick}\0${bboExchange}\0${snapshotPermissions}\0`;
}

export function marketDataTypeMessage(requestId: number, marketDataType: number): string {
  return `${head.marketDataTypeMessage}${requestId}\0${marketDataType}\0`;
}

export function tickSnapshotEnd(requestId: number): string {
  return `${head.tickSnapshotEnd}${requestId}\0`;
}
