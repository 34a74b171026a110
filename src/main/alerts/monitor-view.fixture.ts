import { limitsSchema } from '#shared/domain/limits.ts';
import type { Order } from '#shared/domain/order.ts';
import shippedLimits from '#resources/limits/default.json' with { type: 'json' };

import type { MonitorView, WatchedGroup, WatchedMarket } from './monitor-view.ts';

export const START = Date.parse('2020-03-09T14:00:00.000Z');
export const iso = (at: number) => new Date(at).toISOString();
const limit = (value: number) => ({ value, unit: 'units', reason: 'For the test.' });

export const limits = limitsSchema.parse({
  ...shippedLimits,
  version: 1,
  maxOrderQuantity: limit(1000),
  maxOrderValue: limit(100_000),
  priceCollar: limit(5),
  priceCollarTicks: limit(10_000),
  positionLimit: limit(2000),
  maxQuoteAge: limit(3000),
  acknowledgementDeadline: limit(5000),
  dailyLoss: limit(5000),
});

export function order(change: Partial<Order> = {}): Order {
  return {
    orderRef: 'order-1',
    orderId: 1,
    clientId: 1,
    permId: null,
    accountId: 'DU1000001',
    instrumentId: 756733,
    displaySymbol: 'SPY',
    side: 'BUY',
    orderType: 'LMT',
    quantity: 100,
    limitPrice: 50,
    stopPrice: null,
    timeInForce: 'DAY',
    outsideRth: false,
    status: 'WORKING',
    filledQuantity: 0,
    averageFillPrice: null,
    reason: null,
    pendingChange: null,
    external: false,
    placedBy: 'operator',
    placedAt: iso(START),
    updatedAt: iso(START),
    ...change,
  };
}

export function market(change: Partial<WatchedMarket> = {}): WatchedMarket {
  return {
    instrumentId: 756733,
    displaySymbol: 'SPY',
    exposure: { position: 100, workingBuy: 0, workingSell: 0 },
    limits: { positionLimit: 2000, concentration: 50, maxQuoteAge: 3000 },
    heldValue: 5000,
    quoteAgeMs: 100,
    askedForMs: 60_000,
    quoteProblem: null,
    marketOpen: true,
    ...change,
  };
}

/** A sector of a desk that is worth a million, unless said otherwise. */
export function group(change: Partial<WatchedGroup> = {}): WatchedGroup {
  return {
    kind: 'sector',
    name: 'Technology',
    gross: 5000,
    net: 5000,
    limits: { gross: 100_000, net: 80_000, concentration: 60 },
    ...change,
  };
}

export function view(change: Partial<MonitorView> = {}): MonitorView {
  return {
    now: START,
    monotonic: 0,
    linkState: 'ready',
    linkReason: 'Connected.',
    linkNotReadySince: null,
    roundTripMs: 5,
    readOnlyApi: false,
    openOrders: [order()],
    markets: [market()],
    groups: [group()],
    flattening: [],
    breaks: [],
    incompleteReconciliations: 0,
    dayPnl: -100,
    dayPnlUnknownSince: null,
    dayDrawdown: 100,
    allTimeDrawdown: 100,
    grossExposure: 5000,
    netExposure: 5000,
    netLiquidation: 1_000_000,
    baseCurrency: 'USD',
    limits,
    messagesInSecond: 0,
    recentDenials: [],
    recentRejections: [],
    clockSkewMs: 0,
    machine: {
      eventLoopDelayMs: 2,
      journalLagMs: 1,
      freeDiskBytes: 5e9,
      backupAgeMs: 60_000,
    },
    ...change,
  };
}
