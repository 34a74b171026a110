/**
 * Messages of a TWS at server version 193, as lists of fields, for tests that speak as the gateway. Written from the
 * protocol, apart from the simulated gateway, so that a mistake there cannot hide here.
 */
type Field = string | number;

const unset = '1.7976931348623157E308';

export function nextValidId(orderId: number): Field[] {
  return [9, 1, orderId];
}

export function managedAccounts(...accountIds: string[]): Field[] {
  return [15, 1, accountIds.join(',')];
}

export function errorMessage(id: number, code: number, message: string, rejectJson = ''): Field[] {
  return [4, 2, id, code, message, rejectJson];
}

export function currentTime(epochSeconds: number): Field[] {
  return [49, 1, epochSeconds];
}

export interface ScratchContract {
  conId: number;
  symbol: string;
  secType: string;
  multiplier: string;
  localSymbol: string;
  exchange?: string;
  currency?: string;
  /** `YYYYMMDD`, of a future or option. */
  expiry?: string;
  strike?: number;
  right?: 'C' | 'P';
}

export const spy: ScratchContract = {
  conId: 756733,
  symbol: 'SPY',
  secType: 'STK',
  multiplier: '',
  localSymbol: 'SPY',
};

function contractFields(contract: ScratchContract): Field[] {
  const { conId, symbol, secType, multiplier, localSymbol } = contract;
  return [conId, symbol, secType, '', 0, '?', multiplier, 'SMART', 'USD', localSymbol, symbol];
}

export interface ScratchOrder {
  orderId: number;
  clientId: number;
  permId: number;
  orderRef: string;
  accountId: string;
  contract: ScratchContract;
  action: string;
  quantity: number;
  orderType: string;
  limitPrice: Field;
  auxPrice: Field;
  timeInForce: string;
  status: string;
}

export function scratchOrder(given: Partial<ScratchOrder>): ScratchOrder {
  return {
    orderId: 1,
    clientId: 7,
    permId: 9001,
    orderRef: '',
    accountId: 'DU1000001',
    contract: spy,
    action: 'BUY',
    quantity: 100,
    orderType: 'LMT',
    limitPrice: 250.5,
    auxPrice: 0,
    timeInForce: 'DAY',
    status: 'Submitted',
    ...given,
  };
}

function orderFields(order: ScratchOrder): Field[] {
  const { action, quantity, orderType, limitPrice, auxPrice, timeInForce, accountId } = order;
  return [
    contractFields(order.contract),
    [action, quantity, orderType, limitPrice, auxPrice, timeInForce, '', accountId, '', 0],
    order.orderRef,
  ].flat();
}

/** What a what-if order's openOrder carries; every field unset where not given. */
export interface ScratchPreview {
  initMarginAfter: Field;
  initMarginChange: Field;
  maintMarginAfter: Field;
  equityWithLoanAfter: Field;
  commission: Field;
  commissionCurrency: string;
  warning: string;
}

export function openOrder(
  order: ScratchOrder,
  preview: Partial<ScratchPreview> | null = null,
): Field[] {
  const volatility = ['', 0, '', '', 0, 0];
  return [
    5,
    order.orderId,
    orderFields(order),
    [order.clientId, order.permId, 0, 0, 0, '', '', '', '', '', '', '', '', '', ''],
    // short sale, auction, box, peg, display, block, sweep, all-or-none, minimum, OCA, e-trade, firm, cap
    [0, '', -1, 0, '', '', '', '', '', '', 0, 0, 0, '', 0, 0, 0, ''],
    // parent, trigger method, volatility, trail, basis points, combo, smart combo, scale, hedge
    [0, 0, ...volatility, '', '', '', '', '', 0, 0, 0, '', '', '', ''],
    // opt-out, clearing, not held, delta neutral, algo, solicited
    [0, '', 'IB', 0, 0, '', 0],
    [preview === null ? 0 : 1, order.status, unset, unset, unset],
    [preview?.initMarginChange ?? unset, unset, unset],
    preview?.initMarginAfter ?? unset,
    preview?.maintMarginAfter ?? unset,
    preview?.equityWithLoanAfter ?? unset,
    preview?.commission ?? unset,
    [unset, unset, preview?.commissionCurrency ?? '', preview?.warning ?? ''],
    // randomize, conditions, adjusted order, soft dollar, cash quantity
    [0, 0, 0, 'None', '', '', '', '', '', '', 0, '', '', '', ''],
    // hedge price, container, discretionary, price algo, duration, ATS, cancel parent, peg best
    [0, 0, 0, 0, '', '', 0, '', '', '', '', ''],
    // customer, professional, bond interest, overnight, CME
    ['', 0, '', 0, '', ''],
  ].flat();
}

export function completedOrder(
  order: ScratchOrder,
  filled: number,
  completedStatus: string,
): Field[] {
  return [
    101,
    orderFields(order),
    [order.permId, 0, 0, 0, '', '', '', '', '', '', '', '', '', 0, '', -1],
    // box, peg, display, sweep, all-or-none, minimum, OCA, trigger method, volatility, trail
    ['', '', '', '', '', '', 0, 0, '', 0, 0, '', 0, '', '', 0, 0, '', ''],
    // combo, smart combo, scale, hedge, clearing, not held, delta neutral, algo, solicited
    ['', 0, 0, 0, '', '', '', '', '', 'IB', 0, 0, '', 0],
    [order.status, 0, 0, 0, '', '', '', 0, 0, '', filled, 0, 0, '', 0, 0, 0],
    ['20260413 15:27:04 US/Eastern', completedStatus, '', '', '', '', '', '', 0],
  ].flat();
}

export function orderStatus(
  order: ScratchOrder,
  status: string,
  filled = 0,
  averagePrice: Field = 0,
): Field[] {
  const remaining = order.quantity - filled;
  return [
    3,
    order.orderId,
    status,
    filled,
    remaining,
    averagePrice,
    order.permId,
    0,
    0,
    order.clientId,
    '',
    0,
  ];
}

export interface ScratchFill {
  execId: string;
  time: string;
  shares: number;
  price: number;
}

export function execution(requestId: number, order: ScratchOrder, fill: ScratchFill): Field[] {
  return [
    [11, requestId, order.orderId, ...contractFields(order.contract)],
    [fill.execId, fill.time, order.accountId, 'ISLAND', order.action === 'BUY' ? 'BOT' : 'SLD'],
    [fill.shares, fill.price, order.permId, order.clientId, 0, fill.shares, fill.price],
    [order.orderRef, '', '', '', 1, 0],
  ].flat();
}

export function commissionReport(execId: string, commission: Field, realizedPnl: Field): Field[] {
  return [59, 1, execId, commission, 'USD', realizedPnl, unset, ''];
}

export function position(
  accountId: string,
  contract: ScratchContract,
  quantity: number,
  averageCost: number,
): Field[] {
  return [61, 3, accountId, ...contractFields(contract), quantity, averageCost];
}

export function accountSummary(
  requestId: number,
  accountId: string,
  tag: string,
  value: Field,
): Field[] {
  return [63, 1, requestId, accountId, tag, value, 'USD'];
}

export function accountValue(accountId: string, tag: string, value: Field): Field[] {
  return [6, 2, tag, value, 'USD', accountId];
}

export function tickPrice(
  requestId: number,
  field: number,
  price: Field,
  size: Field = 0,
): Field[] {
  return [1, 6, requestId, field, price, size, 0];
}

export function tickSize(requestId: number, field: number, size: Field): Field[] {
  return [2, 6, requestId, field, size];
}

export function tickGeneric(requestId: number, field: number, value: Field): Field[] {
  return [45, 6, requestId, field, value];
}

export function marketDataType(requestId: number, type: number): Field[] {
  return [58, 1, requestId, type];
}

export function contractDetails(
  requestId: number,
  contract: ScratchContract,
  minTick: Field = 0.01,
): Field[] {
  const { conId, symbol, secType, multiplier, localSymbol } = contract;
  const { exchange = 'SMART', currency = 'USD', expiry = '', strike = 0, right = '?' } = contract;
  return [
    [10, requestId, symbol, secType, expiry, expiry, strike, right],
    [exchange, currency, localSymbol, symbol, symbol],
    [
      conId,
      minTick,
      multiplier,
      'LMT,MKT',
      `CBOE,${exchange}`,
      1,
      0,
      `${symbol} long name`,
      'ARCA',
    ],
    ['', '', '', '', 'US/Eastern', '20200309:0400-20200309:2000', '20200309:0930-20200309:1600'],
    ['', '', 0, 1, '', '', '239,26', '', 'ETF', 1, 1, 100, 0],
  ].flat();
}

export function symbolSamples(requestId: number, contracts: ScratchContract[]): Field[] {
  return [
    [79, requestId, contracts.length],
    contracts.flatMap(({ conId, symbol, secType }) => [
      conId,
      symbol,
      secType,
      'ARCA',
      'USD',
      0,
      '',
      '',
    ]),
  ].flat();
}

/** Bars of [time, price]; open, high, low and close are all the price. */
export function historicalData(requestId: number, bars: readonly [Field, number][]): Field[] {
  return [
    [17, requestId, '', '', bars.length],
    bars.flatMap(([time, price]) => [time, price, price, price, price, 100, price, 10]),
  ].flat();
}

export function historicalDataUpdate(requestId: number, time: Field, price: number): Field[] {
  return [90, requestId, 1, time, price, price, price, price, price, 100];
}

export function accountUpdateMulti(
  requestId: number,
  accountId: string,
  tag: string,
  value: Field,
): Field[] {
  return [73, 1, requestId, accountId, '', tag, value, 'USD'];
}

/** Steps of [from this price on, increment]. */
export function marketRule(marketRuleId: number, steps: readonly [number, number][]): Field[] {
  return [93, marketRuleId, steps.length, ...steps.flat()];
}

export function optionParameters(
  requestId: number,
  exchange: string,
  underlyingId: number,
  expiries: readonly string[],
  strikes: readonly number[],
): Field[] {
  return [
    [75, requestId, exchange, underlyingId, 'SPY', '100', expiries.length],
    [...expiries],
    [strikes.length, ...strikes],
  ].flat();
}

export function optionParametersEnd(requestId: number): Field[] {
  return [76, requestId];
}

const insert = 0;
const asks = 0;
const bids = 1;

/** A new row in the book of one exchange. */
export function depthRow(
  requestId: number,
  side: 'bid' | 'ask',
  row: number,
  price: number,
  size: number,
): Field[] {
  return [12, 1, requestId, row, insert, side === 'bid' ? bids : asks, price, size];
}

/** A new row in a book that joins exchanges. */
export function smartDepthRow(
  requestId: number,
  side: 'bid' | 'ask',
  row: number,
  venue: string,
  price: number,
  size: number,
): Field[] {
  return [13, 1, requestId, row, venue, insert, side === 'bid' ? bids : asks, price, size, 1];
}
