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

export function orderStatus(order: ExchangeOrder): string {
  return message(
    3,
    order.orderId,
    order.status,
    order.filled,
    remainingOf(order),
    averageFillPrice(order),
    order.permId,
    order.terms.parentId,
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
    venueOf(instrument),
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
    terms.stopPrice ?? terms.trail?.amount ?? 0,
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
    'USD',
    '',
  ];
}
