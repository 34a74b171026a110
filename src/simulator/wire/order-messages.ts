import type { OrderEffect } from '../accounts/order-effect.ts';
import {
  averageFillPrice,
  remainingOf,
  type BrokerStatus,
  type ExchangeExecution,
  type ExchangeOrder,
  type OrderTerms,
} from '../exchange/order.ts';
import type { ListedInstrument } from '../market/catalogue.ts';
import { identityFields, multiplierField, venueOf } from './contract-fields.ts';
import { message, unsetDouble, type Field } from './fields.ts';
import { minimumServerVersion as since } from './server-versions.ts';

/** Fields that an order of this exchange never uses, as `name` (empty) or `name=value`. */
function unused(...names: readonly string[]): readonly string[] {
  return names.flatMap((line) => line.split(' ')).map((name) => name.split('=')[1] ?? '');
}

const pegFields = unused(
  'minTradeQty minCompeteSize competeAgainstBestOffset midOffsetAtWhole midOffsetAtHalf',
);

const volatility = [
  'volatility volatilityType=0 deltaNeutralOrderType deltaNeutralAuxPrice continuousUpdate=0',
  'referencePriceType=0',
] as const;

const comboAndScale = [
  'comboLegsDescription comboLegs=0 orderComboLegs=0 smartComboRoutingParams=0',
  'scaleInitLevelSize scaleSubsLevelSize scalePriceIncrement hedgeType',
] as const;

/** The unused stretches of an openOrder message, in order. */
const open = {
  beforeAdvisor: unused('hidden=0 discretionaryAmt=0 goodAfterTime sharesAllocation'),
  beforeGoodTill: unused('modelCode'),
  beforeOcaType: unused(
    'rule80A percentOffset settlingFirm',
    'shortSaleSlot=0 designatedLocation exemptCode=-1 auctionStrategy=0',
    'startingPrice stockRefPrice delta stockRangeLower stockRangeUpper',
    'displaySize blockOrder=0 sweepToFill=0 allOrNone=0 minQty',
  ),
  beforeParent: unused('eTradeOnly=0 firmQuoteOnly=0 nbboPriceCap'),
  beforeTrail: unused('triggerMethod=0', ...volatility),
  beforeWhatIf: unused(
    'basisPoints basisPointsType',
    ...comboAndScale,
    'optOutSmartRouting=0 clearingAccount clearingIntent=IB notHeld=0 deltaNeutral=0',
    'algoStrategy solicited=0',
  ),
  beforeAdjusted: unused(
    'randomizeSize=0 randomizePrice=0 conditions=0 adjustedOrderType=None triggerPrice',
  ),
  atEnd: [
    ...unused(
      'adjustedStopPrice adjustedStopLimitPrice adjustedTrailingAmount adjustableTrailingUnit=0',
      'softDollarTierName softDollarTierValue softDollarTierDisplayName',
      'cashQty dontUseAutoPriceForHedge=0 isOmsContainer=0 discretionaryUpToLimitPrice=0',
      'usePriceMgmtAlgo=0 duration postToAts autoCancelParent=0',
    ),
    ...pegFields,
  ],
};

/** The unused stretches of a completedOrder message, in order. */
const completed = {
  beforeAdvisor: unused('hidden=0 discretionaryAmt=0 goodAfterTime'),
  beforeGoodTill: unused('modelCode'),
  beforeOcaType: unused(
    'rule80A percentOffset settlingFirm',
    'shortSaleSlot=0 designatedLocation exemptCode=-1',
    'startingPrice stockRefPrice delta stockRangeLower stockRangeUpper',
    'displaySize sweepToFill=0 allOrNone=0 minQty',
  ),
  beforeTrail: unused('triggerMethod=0', ...volatility),
  beforeStatus: unused(
    ...comboAndScale,
    'clearingAccount clearingIntent=IB notHeld=0 deltaNeutral=0 algoStrategy solicited=0',
  ),
  beforeStop: unused('randomizeSize=0 randomizePrice=0 conditions=0'),
  beforeFilled: unused('cashQty dontUseAutoPriceForHedge=0 isOmsContainer=0 autoCancelDate'),
  beforeTime: unused(
    'refFuturesConId=0 autoCancelParent=0 shareholder imbalanceOnly=0 routeMarketableToBbo=0',
    'parentPermId=0',
  ),
};

/**
 * The client id of orders that were entered by hand at TWS, not through the API. No client has it, and clients see
 * such an order as order 0 of client 0 until it is bound. Source: IB, TWS API, Order Management.
 */
export const handEntered = -1;

/** The ids by which clients know an order. */
export function shownIds({ clientId, orderId }: { clientId: number; orderId: number }): {
  clientId: number;
  orderId: number;
} {
  return clientId === handEntered ? { clientId: 0, orderId: 0 } : { clientId, orderId };
}

/** What an openOrder message says of an order; a what-if has no permId and no exchange behind it. */
export interface OpenOrderFacts {
  orderId: number;
  clientId: number;
  permId: number;
  accountId: string;
  instrument: ListedInstrument;
  terms: OrderTerms;
  status: BrokerStatus;
  trailStop: number | null;
  preview: OrderEffect | null;
}

/**
 * 5, without a version since server version 145: order id, contract (conId, symbol, type, expiry, strike, right,
 * multiplier, exchange, currency, local symbol, trading class), action, quantity, type, limit price, auxiliary price,
 * time in force, OCA group, account, open or close, origin, reference, client id, permId, outside hours, hidden,
 * discretionary amount, good after, shares allocation, advisor's group, method, percentage [before 177: and profile],
 * model, good till, rule 80A, percent offset, settling firm, short sale slot, location, exemption, auction strategy,
 * starting price, stock reference price, delta, stock range low and high, display size, block, sweep, all or none,
 * least quantity, OCA type, e-trade only, firm quote only, NBBO cap, parent, trigger method, volatility, its type,
 * delta-neutral type and price [with a type: eight fields], continuous update, reference price type, trailing stop,
 * trailing percent, basis points and type, legs' description, number of legs, of leg prices, of smart routing
 * parameters, scale (first size, next size, increment [above 0: seven fields]), hedge type [with one: parameter],
 * opt out of smart routing, clearing account and intent, not held, delta-neutral contract or not, algo [with one:
 * parameters], solicited, what-if, status, margin and equity before, change and after, commission, its least and
 * most, currency, warning, randomize size and price, [PEG BENCH: five fields,] number of conditions, adjusted type,
 * trigger price, trailing stop, limit offset, adjusted stop, stop limit, trailing amount and unit, soft dollar tier
 * (three), cash quantity, hedge price, OMS container, discretionary up to limit, price management, duration, post to
 * ATS, cancel with parent, least trade, least compete, compete offset, mid offsets (two), [183: customer account,]
 * [184: professional,] [185: accrued interest,] [189: overnight,] [193: operator, manual indicator].
 */
export function openOrder(serverVersion: number, order: OpenOrderFacts): string {
  const { terms } = order;
  const { clientId, orderId } = shownIds(order);
  return message(
    5,
    orderId,
    ...contractOf(order.instrument),
    ...mainFields(order),
    clientId,
    order.permId,
    terms.outsideRth,
    ...open.beforeAdvisor,
    ...advisorFields(serverVersion),
    ...open.beforeGoodTill,
    terms.goodTill?.text ?? '',
    ...open.beforeOcaType,
    ocaTypeOf(terms),
    ...open.beforeParent,
    terms.parentId,
    ...open.beforeTrail,
    stopOf(order),
    terms.trail?.percent ?? '',
    ...open.beforeWhatIf,
    order.preview !== null,
    order.status,
    ...previewFields(order.preview),
    ...open.beforeAdjusted,
    stopOf(order),
    terms.trail?.limitOffset ?? '',
    ...open.atEnd,
    ...(serverVersion >= since.customerAccount ? [''] : []),
    ...(serverVersion >= since.professionalCustomer ? ['0'] : []),
    ...(serverVersion >= since.bondAccruedInterest ? [''] : []),
    ...(serverVersion >= since.includeOvernight ? ['0'] : []),
    ...(serverVersion >= since.cmeTaggingFieldsInOpenOrder ? ['', ''] : []),
  );
}

/**
 * 3, without a version since server version 131: order id, status, filled, remaining, average price, permId, parent,
 * last price, client id, why held, market cap price.
 */
export function orderStatus(order: ExchangeOrder): string {
  const { clientId, orderId } = shownIds(order);
  return message(
    3,
    orderId,
    order.status,
    order.filled,
    remainingOf(order),
    averageFillPrice(order),
    order.permId,
    order.terms.parentId,
    order.lastFillPrice,
    clientId,
    order.whyHeld,
    0,
  );
}

/** 100, without a version: permId, client id, order id. */
export function orderBound(permId: number, clientId: number, orderId: number): string {
  return message(100, permId, clientId, orderId);
}

/** 53: version. */
export function openOrderEnd(): string {
  return message(53, 1);
}

/**
 * 101, without a version: as openOrder, and without order id, client id, shares allocation, auction strategy, block,
 * e-trade, firm quote, NBBO cap, parent, basis points, opting out of smart routing and what-if; the status alone stands
 * in place of the preview, and after the conditions come trailing stop, limit offset, cash quantity, hedge price, OMS
 * container, auto-cancel date, filled, future's conId, cancel with parent, shareholder, imbalance only, route to BBO,
 * permId of the parent, time and status of the end, least trade, least compete, compete offset, mid offsets (two),
 * [183: customer account,] [184: professional].
 *
 * @param completedTime when it ended, in IB's notation
 */
export function completedOrder(
  serverVersion: number,
  order: ExchangeOrder,
  completedTime: string,
): string {
  const { terms } = order;
  return message(
    101,
    ...contractOf(order.instrument),
    ...mainFields(order),
    order.permId,
    terms.outsideRth,
    ...completed.beforeAdvisor,
    ...advisorFields(serverVersion),
    ...completed.beforeGoodTill,
    terms.goodTill?.text ?? '',
    ...completed.beforeOcaType,
    ocaTypeOf(terms),
    ...completed.beforeTrail,
    stopOf(order),
    terms.trail?.percent ?? '',
    ...completed.beforeStatus,
    order.status,
    ...completed.beforeStop,
    stopOf(order),
    terms.trail?.limitOffset ?? '',
    ...completed.beforeFilled,
    order.filled,
    ...completed.beforeTime,
    completedTime,
    order.completedStatus,
    ...pegFields,
    ...(serverVersion >= since.customerAccount ? [''] : []),
    ...(serverVersion >= since.professionalCustomer ? ['0'] : []),
  );
}

/** 102, bare. */
export function completedOrdersEnd(): string {
  return message(102);
}

/**
 * 11, without a version since server version 136: request, order id, contract (as in openOrder), execId, time,
 * account, exchange, side, quantity, price, permId, client id, liquidation, cumulative quantity, average price,
 * reference, EV rule and multiplier, model, liquidity, [178: pending price revision].
 *
 * @param time when it traded, in IB's notation
 */
export function executionDetails(
  serverVersion: number,
  requestId: number,
  execution: ExchangeExecution,
  time: string,
): string {
  const { order } = execution;
  const { instrument } = order;
  const { clientId, orderId } = shownIds(order);
  return message(
    11,
    requestId,
    orderId,
    ...contractOf(instrument),
    execution.execId,
    time,
    order.accountId,
    venueOf(instrument),
    order.terms.side === 'BUY' ? 'BOT' : 'SLD',
    execution.quantity,
    execution.price,
    order.permId,
    clientId,
    order.terms.liquidation === true ? 1 : 0,
    execution.cumulativeQuantity,
    execution.averagePrice,
    order.terms.orderRef,
    '',
    '',
    '',
    order.resting ? 1 : 2,
    ...(serverVersion >= since.pendingPriceRevision ? ['0'] : []),
  );
}

/** 55: version, request. */
export function executionDetailsEnd(requestId: number): string {
  return message(55, 1, requestId);
}

/** 59: version, execId, commission, currency, realised P&L, yield, its redemption date. */
export function commissionReport(execution: ExchangeExecution): string {
  const { realizedMicros } = execution;
  return message(
    59,
    1,
    execution.execId,
    execution.commissionMicros / 1e6,
    execution.commissionCurrency,
    realizedMicros === null ? unsetDouble : realizedMicros / 1e6,
    unsetDouble,
    '',
  );
}

function contractOf(instrument: ListedInstrument): Field[] {
  return [
    instrument.conId,
    ...identityFields(instrument),
    multiplierField(instrument),
    instrument.exchange,
    instrument.currency,
    instrument.localSymbol,
    instrument.tradingClass,
  ];
}

function mainFields(order: { terms: OrderTerms; accountId: string }): Field[] {
  const { terms } = order;
  return [
    terms.side,
    terms.quantity,
    terms.orderType,
    terms.limitPrice ?? 0,
    terms.stopPrice ?? terms.pegOffset ?? terms.trail?.amount ?? 0,
    terms.timeInForce,
    terms.ocaGroup,
    order.accountId,
    '', // openClose
    '0', // origin
    terms.orderRef,
  ];
}

/** Where a trailing stop stands; nothing for other orders. */
function stopOf(order: { terms: OrderTerms; trailStop: number | null }): Field {
  return order.trailStop ?? order.terms.trail?.firstStop ?? '';
}

/** IB says 3 of orders without a group too. */
function ocaTypeOf({ ocaType }: OrderTerms): Field {
  return ocaType === 0 ? 3 : ocaType;
}

function advisorFields(serverVersion: number): Field[] {
  return serverVersion < since.noFinancialAdvisorProfile ? ['', '', '', ''] : ['', '', ''];
}

function previewFields(preview: OrderEffect | null): Field[] {
  if (preview === null) {
    return [...Array.from({ length: 12 }, () => unsetDouble), '', ''];
  }
  const money = (value: number): string => value.toFixed(2);
  return [
    money(preview.initialBefore),
    money(preview.maintenanceBefore),
    money(preview.equityBefore),
    money(preview.initialAfter - preview.initialBefore),
    money(preview.maintenanceAfter - preview.maintenanceBefore),
    money(preview.equityAfter - preview.equityBefore),
    money(preview.initialAfter),
    money(preview.maintenanceAfter),
    money(preview.equityAfter),
    preview.commission,
    unsetDouble,
    unsetDouble,
    preview.commissionCurrency,
    '',
  ];
}
