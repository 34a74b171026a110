import type { DeskStatus } from '#shared/contract/topics.ts';
import type { LinkStatus } from '#shared/domain/gateway.ts';

export const exampleLink: LinkStatus = {
  state: 'ready',
  reason: 'Connected.',
  advice: [],
  host: '127.0.0.1',
  port: 7497,
  clientId: 11,
  serverVersion: 193,
  roundTripMs: 12.5,
  nextAttemptAt: null,
  attempt: 0,
};

/** Of a quiet paper desk with a loss. */
export const exampleStatus: DeskStatus = {
  version: '1.2.3',
  gatewayKind: 'paper',
  accountId: 'DU1000001',
  baseCurrency: 'USD',
  link: exampleLink,
  tradingState: 'ACTIVE',
  tradingStateReason: null,
  tradingStateOrigin: null,
  instrumentStates: [],
  dayPnl: -120.5,
  dailyLossLimit: 5000,
  limitsVersion: 1,
  unusedLimitsFile: null,
  gatewayTime: null,
  fault: null,
  reconciledAt: '2026-03-02T14:30:00.000Z',
  breaks: [],
  traffic: {
    sentLastSecond: 4,
    limitPerSecond: 40,
    waiting: [
      { lane: 'kill', messages: 0 },
      { lane: 'order', messages: 2 },
    ],
    quoteLines: { used: 12, limit: 100 },
  },
  readOnlyApi: false,
};
