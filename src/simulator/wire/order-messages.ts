import type { OrderPreview } from '../exchange/exchange.ts';
import {
  averageFillPrice,
  remainingOf,
  type BrokerStatus,
  type ExchangeExecution,
  type ExchangeOrder,
  type OrderTerms,
} from '../exchange/order.ts';
import type { ListedInstrument } from '../market/catalogue.ts';
import { identityFields, multiplierField } from './contract-fields.ts';
import { message, unsetDouble, type Field } from './fields.ts';
import { minimumServerVersion as since } from './server-versions.ts';

/** What an openOrder message says of an order; a what-if has no permId and no exchange behind it. */
export interface OpenOrderFacts {
  orderId: number;
  clientId: number;
  permId: number;
  accountId: string;
  instrument: ListedInstrument;
  terms: OrderTerms;
  status: BrokerStatus;
  preview: OrderPreview | null;
}

export function openOrder(serverVersion: number, order: OpenOrderFacts): string {
  const { terms } = order;
  return message(
    5,
    order.orderId,
    ...contractOf(order.instrument),
    ...mainFields(order),
    order.clientId,
    order.permId,
    terms.outsideRth,
    ...['0', '0', '', ''], // hidden, discretionaryAmt, goodAfterTime, sharesAllocation
    ...advisorFields(serverVersion),
    ...['', '', '', '', ''], // modelCode, goodTillDate, rule80A, percentOffset, settlingFirm
    ...['0', '', '-1', '0'], // shortSaleSlot, designatedLocation, exemptCode, auctionStrategy
    ...['', '', '', '', ''], // startingPrice, stockRefPrice, delta, stockRangeLower, stockRangeUpper
    ...['', '0', '0', '0', ''], // displaySize, blockOrder, sweepToFill, allOrNone, minQty
    ...['3', '0', '0', '', '0', '0'], // ocaType, eTradeOnly, firmQuoteOnly, nbboPriceCap, parentId, triggerMethod
    ...volatilityFields,
    ...['', '', '', ''], // trailStopPrice, trailingPercent, basisPoints, basisPointsType
    ...comboAndScaleFields,
    '', // hedgeType
    '0', // optOutSmartRouting
    ...['', 'IB', '0', '0', '', '0'], // clearingAccount, clearingIntent, notHeld, deltaNeutral, algoStrategy, solicited
    order.preview !== null,
    order.status,
    ...previewFields(order.preview),
    ...['0', '0'], // randomizeSize, randomizePrice
    '0', // conditions
    ...['None', '', '', '', '', '', '', '0'], // adjusted order type and its prices
    ...['', '', ''], // softDollarTier
    ...['', '0', '0', '0', '0'], // cashQty, dontUseAutoPriceForHedge, isOmsContainer, discretionaryUpToLimitPrice, usePriceMgmtAlgo
    ...['', '', '0'], // duration, postToAts, autoCancelParent
    ...pegFields,
    ...(serverVersion >= since.customerAccount ? [''] : []),
    ...(serverVersion >= since.professionalCustomer ? ['0'] : []),
    ...(serverVersion >= since.bondAccruedInterest ? [''] : []),
    ...(serverVersion >= since.includeOvernight ? ['0'] : []),
    ...(serverVersion >= since.cmeTaggingFieldsInOpenOrder ? ['', ''] : []),
  );
}

export function orderStatus(order: ExchangeOrder): string {
  return message(
    3,
    order.orderId,
    order.status,
    order.filled,
    remainingOf(order),
    averageFillPrice(order),
    order.permId,
    0,
    order.lastFillPrice,
    order.clientId,
    order.whyHeld,
    0,
  );
}

export function openOrderEnd(): string {
  return message(53, 1);
}

/** @param completedTime when it ended, in IB's notation */
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
    ...['0', '0', ''], // hidden, discretionaryAmt, goodAfterTime
    ...advisorFields(serverVersion),
    ...['', '', '', '', ''], // modelCode, goodTillDate, rule80A, percentOffset, settlingFirm
    ...['0', '', '-1'], // shortSaleSlot, designatedLocation, exemptCode
    ...['', '', '', '', ''], // startingPrice, stockRefPrice, delta, stockRangeLower, stockRangeUpper
    ...['', '0', '0', '', '3', '0'], // displaySize, sweepToFill, allOrNone, minQty, ocaType, triggerMethod
    ...volatilityFields,
    ...['', ''], // trailStopPrice, trailingPercent
    ...comboAndScaleFields,
    '', // hedgeType
    ...['', 'IB', '0', '0', '', '0'], // clearingAccount, clearingIntent, notHeld, deltaNeutral, algoStrategy, solicited
    order.status,
    ...['0', '0'], // randomizeSize, randomizePrice
    '0', // conditions
    ...['', '', '', '0', '0', ''], // trailStopPrice, lmtPriceOffset, cashQty, dontUseAutoPriceForHedge, isOmsContainer, autoCancelDate
    order.filled,
    ...['0', '0', '', '0', '0', '0'], // refFuturesConId, autoCancelParent, shareholder, imbalanceOnly, routeMarketableToBbo, parentPermId
    completedTime,
    order.completedStatus,
    ...pegFields,
    ...(serverVersion >= since.customerAccount ? [''] : []),
    ...(serverVersion >= since.professionalCustomer ? ['0'] : []),
  );
}

export function completedOrdersEnd(): string {
  return message(102);
}

/** @param time when it traded, in IB's notation */
export function executionDetails(
  serverVersion: number,
  requestId: number,
  execution: ExchangeExecution,
  time: string,
): string {
  const { order } = execution;
  const { instrument } = order;
  return message(
    11,
    requestId,
    order.orderId,
    ...contractOf(instrument),
    execution.execId,
    time,
    order.accountId,
    executingVenue(instrument),
    order.terms.side === 'BUY' ? 'BOT' : 'SLD',
    execution.quantity,
    execution.price,
    order.permId,
    order.clientId,
    0,
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

export function executionDetailsEnd(requestId: number): string {
  return message(55, 1, requestId);
}

export function commissionReport(execution: ExchangeExecution): string {
  const { realizedMicros } = execution;
  return message(
    59,
    1,
    execution.execId,
    execution.commissionMicros / 1e6,
    'USD',
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
    terms.stopPrice ?? 0,
    terms.timeInForce,
    '', // ocaGroup
    order.accountId,
    '', // openClose
    '0', // origin
    terms.orderRef,
  ];
}

function advisorFields(serverVersion: number): Field[] {
  return serverVersion < since.noFinancialAdvisorProfile ? ['', '', '', ''] : ['', '', ''];
}

// volatility, volatilityType, deltaNeutralOrderType, deltaNeutralAuxPrice, continuousUpdate, referencePriceType
const volatilityFields: Field[] = ['', '0', '', '', '0', '0'];

// comboLegsDescription, comboLegs, orderComboLegs, smartComboRoutingParams, and three scale fields
const comboAndScaleFields: Field[] = ['', '0', '0', '0', '', '', ''];

// minTradeQty, minCompeteSize, competeAgainstBestOffset, midOffsetAtWhole, midOffsetAtHalf
const pegFields: Field[] = ['', '', '', '', ''];

function previewFields(preview: OrderPreview | null): Field[] {
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
    'USD',
    '',
  ];
}

/** A smart-routed order trades on some exchange; the simulated one calls it the primary exchange. */
function executingVenue(instrument: ListedInstrument): string {
  return instrument.primaryExchange === '' ? instrument.exchange : instrument.primaryExchange;
}
