import shippedLimits from '#resources/limits/default.json' with { type: 'json' };
import type { Instrument } from '#shared/domain/instrument.ts';
import { limitsSchema, type LimitName, type Limits } from '#shared/domain/limits.ts';
import { emptyQuote, type Quote } from '#shared/domain/quote.ts';

import type { ControlContext, OrderProposal, PreviousOrder } from './control.ts';

/** A stock at 100.00 bid, 100.02 ask, held by nobody, on a ready paper desk: the order passes every control. */

export function instrument(change: Partial<Instrument> = {}): Instrument {
  return {
    instrumentId: 756733,
    symbol: 'SPY',
    displaySymbol: 'SPY',
    secType: 'STK',
    exchange: 'SMART',
    primaryExchange: 'ARCA',
    currency: 'USD',
    localSymbol: 'SPY',
    tradingClass: 'SPY',
    longName: 'S&P 500 ETF',
    sector: 'Funds',
    multiplier: 1,
    minTick: 0.01,
    sizeIncrement: 1,
    minSize: 1,
    timeZoneId: 'US/Eastern',
    tradingHours: '',
    liquidHours: '',
    expiry: null,
    ...change,
  };
}

export function quote(change: Partial<Quote> = {}): Quote {
  return { ...emptyQuote(756733), bid: 100, ask: 100.02, last: 100.01, receivedAt: 1, ...change };
}

/** Limits: 1 000 units, 100 000 USD, 5 %, 2 000 units held, quotes of 3 000 ms. */
export function limits(change: Partial<Record<LimitName, number>> = {}): Limits {
  const limit = (value: number, unit: string) => ({ value, unit, reason: 'For the test.' });
  return {
    version: 1,
    maxOrderQuantity: limit(change.maxOrderQuantity ?? 1000, 'units'),
    maxOrderValue: limit(change.maxOrderValue ?? 100_000, 'base currency'),
    priceCollar: limit(change.priceCollar ?? 5, 'percent'),
    priceCollarTicks: limit(change.priceCollarTicks ?? 10_000, 'ticks'),
    positionLimit: limit(change.positionLimit ?? 2000, 'units'),
    maxQuoteAge: limit(change.maxQuoteAge ?? 3000, 'milliseconds'),
    acknowledgementDeadline: limit(change.acknowledgementDeadline ?? 5000, 'milliseconds'),
    dailyLoss: limit(change.dailyLoss ?? 5000, 'base currency'),
    dayDrawdown: limit(change.dayDrawdown ?? 6000, 'base currency'),
    allTimeDrawdown: limit(change.allTimeDrawdown ?? 20_000, 'base currency'),
    messagesPerSecond: limit(change.messagesPerSecond ?? 40, 'messages per second'),
    equalOrdersPerSecond: limit(change.equalOrdersPerSecond ?? 1, 'orders per second'),
    openOrdersPerSide: limit(change.openOrdersPerSide ?? 15, 'orders'),
    openOrders: limit(change.openOrders ?? 200, 'orders'),
    valuePerMinute: limit(change.valuePerMinute ?? 200_000, 'base currency per minute'),
    concentration: limit(change.concentration ?? 50, 'percent'),
    grossExposure: limit(change.grossExposure ?? 500_000, 'base currency'),
    whatIfAbove: limit(change.whatIfAbove ?? 1_000_000, 'base currency'),
    netExposure: limit(change.netExposure ?? 300_000, 'base currency'),
    sectorConcentration: limit(change.sectorConcentration ?? 60, 'percent'),
    sectorGrossExposure: limit(change.sectorGrossExposure ?? 400_000, 'base currency'),
    sectorNetExposure: limit(change.sectorNetExposure ?? 250_000, 'base currency'),
    assetClassConcentration: limit(change.assetClassConcentration ?? 70, 'percent'),
    assetClassGrossExposure: limit(change.assetClassGrossExposure ?? 450_000, 'base currency'),
    assetClassNetExposure: limit(change.assetClassNetExposure ?? 280_000, 'base currency'),
    repeatedExecutions: limit(change.repeatedExecutions ?? 50, 'executions'),
    restrictedInstruments: [],
    scopes: [],
    permissions: [],
    monitors: limitsSchema.shape.monitors.parse(shippedLimits.monitors),
  };
}

export function proposal(change: Partial<OrderProposal> = {}): OrderProposal {
  return {
    kind: 'new',
    side: 'BUY',
    orderType: 'LMT',
    quantity: 100,
    limitPrice: 100,
    stopPrice: null,
    timeInForce: 'DAY',
    outsideRth: false,
    previous: null,
    ...change,
  };
}

/** A modify of a working order of 100 at 100.00, nothing filled. */
export function modify(
  change: Partial<OrderProposal> = {},
  previous: Partial<PreviousOrder> = {},
): OrderProposal {
  return proposal({
    kind: 'modify',
    previous: {
      workingQuantity: 100,
      filledQuantity: 0,
      limitPrice: 100,
      stopPrice: null,
      ...previous,
    },
    ...change,
  });
}

export function context(change: Partial<ControlContext> = {}): ControlContext {
  return {
    proposal: proposal(),
    instrument: instrument(),
    priceIncrements: [],
    marketDate: null,
    session: 'regular',
    quote: quote(),
    quoteAgeMs: 200,
    personId: 'ada',
    accountId: 'DU1000001',
    gatewayKind: 'simulated',
    linkState: 'ready',
    deskState: 'ACTIVE',
    instrumentState: 'ACTIVE',
    exposure: { position: 0, workingBuy: 0, workingSell: 0 },
    unanswered: null,
    buyingPower: 400_000,
    reservedBuyingPower: 0,
    messagesInSecond: 0,
    equalOrdersInSecond: 0,
    openOrders: { onSide: 0, total: 0 },
    restingOpposite: null,
    valueInMinute: 0,
    netLiquidation: 1_000_000,
    otherExposure: { gross: 0, long: 0, short: 0 },
    sectorExposure: { gross: 0, long: 0, short: 0 },
    assetClassExposure: { gross: 0, long: 0, short: 0 },
    losses: { dayPnl: 0, dayDrawdown: 0, allTimeDrawdown: 0 },
    holdsPositions: false,
    executionsUnattended: 0,
    baseCurrency: 'USD',
    exchangeRate: 1,
    limits: limits(),
    whatIf: null,
    notInWhatIf: 0,
    overrideReason: null,
    ...change,
  };
}
