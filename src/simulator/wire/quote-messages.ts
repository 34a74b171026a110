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

// Template strings, not a list of fields: these messages go out by the hundred thousand.

/** `canAutoExecute` is set on bid and ask of a live market. */
export function tickPrice(
  requestId: number,
  field: number,
  price: number,
  size: number,
  canAutoExecute: boolean,
): string {
  return `1\0${6}\0${requestId}\0${field}\0${price}\0${size}\0${canAutoExecute ? 1 : 0}\0`;
}

export function tickSize(requestId: number, field: number, size: number): string {
  return `2\0${6}\0${requestId}\0${field}\0${size}\0`;
}

export function tickGeneric(requestId: number, field: number, value: number): string {
  return `45\0${6}\0${requestId}\0${field}\0${value}\0`;
}

export function tickString(requestId: number, field: number, value: string): string {
  return `46\0${6}\0${requestId}\0${field}\0${value}\0`;
}

export function tickReqParams(requestId: number, minTick: number, bboExchange: string): string {
  // 3: a snapshot may be asked for on every exchange.
  return `81\0${requestId}\0${minTick}\0${bboExchange}\0${3}\0`;
}

export function marketDataTypeMessage(requestId: number, marketDataType: number): string {
  return `58\0${1}\0${requestId}\0${marketDataType}\0`;
}

export function tickSnapshotEnd(requestId: number): string {
  return `57\0${1}\0${requestId}\0`;
}
