import { awaitedAnswer } from '#shared/domain/awaited-answer.ts';
import type { InstrumentExposure } from '#shared/domain/control.ts';
import type { FactKind } from '#shared/domain/fact.ts';
import type { LinkState } from '#shared/domain/gateway.ts';
import type { InstrumentId } from '#shared/domain/instrument.ts';
import type { Limits } from '#shared/domain/limits.ts';
import type { Order } from '#shared/domain/order.ts';
import type { EpochMs } from '#shared/domain/ports.ts';
import type { Break } from '#shared/domain/reconciliation-break.ts';

import { condition, type AlertCondition, type AlertRuleId } from './alert-rules.ts';
import { breakCondition } from './break-condition.ts';

/** An instrument the desk watches, holds or has orders in. */
export interface WatchedMarket {
  readonly instrumentId: InstrumentId;
  readonly displaySymbol: string;
  readonly exposure: InstrumentExposure;
  /** Milliseconds since the last quote; null before the first. */
  readonly quoteAgeMs: number | null;
  /** Milliseconds since quotes were asked for, by which a first one can be overdue. */
  readonly askedForMs: number;
  /** The broker's sentence why there are none; null while they flow or are awaited. */
  readonly quoteProblem: string | null;
  /** False while its market is closed and silence is no fault. */
  readonly marketOpen: boolean;
}

/**
 * All that the monitors look at, handed in by the desk. A monitor reads only what it needs, so what is costly to
 * gather can be a getter.
 */
export interface MonitorView {
  readonly now: EpochMs;
  readonly linkState: LinkState;
  readonly linkReason: string;
  /** When the link left `ready`; null while it is ready. */
  readonly linkNotReadySince: EpochMs | null;
  /** Whether the gateway refuses orders because Read-Only API is set there. */
  readonly readOnlyApi: boolean;
  readonly openOrders: readonly Order[];
  readonly markets: readonly WatchedMarket[];
  readonly breaks: readonly Break[];
  /** Whether the broker answered everything at the last reconciliation; true before the first. */
  readonly reconciliationComplete: boolean;
  /** Realised and unrealised since the day's start in the base currency; null while a mark is missing. */
  readonly dayPnl: number | null;
  /** Since when it is null; null while it is known. */
  readonly dayPnlUnknownSince: EpochMs | null;
  readonly baseCurrency: string;
  readonly limits: Limits;
  /** When the latest orders were denied, oldest first. */
  readonly recentDenials: readonly EpochMs[];
  /** When the latest orders were rejected by the broker, oldest first. */
  readonly recentRejections: readonly EpochMs[];
  /** Gateway's clock less the desk's, milliseconds; null where unknown, or where the market's time is not the wall's. */
  readonly clockSkewMs: number | null;
}

/** A rule that is looked at every second, and at once when one of `onFacts` happens. */
export interface Monitor {
  readonly rule: AlertRuleId;
  readonly onFacts: readonly FactKind[];
  /** All that holds now under the rule; what is not in it has cleared. Pure. */
  evaluate(view: MonitorView): AlertCondition[];
}

/** A link that is not ready for this long is critical, milliseconds. */
const LINK_CRITICAL_AFTER_MS = 30_000;
/** Connecting and comparing books take a moment at every start; only a link that takes longer is news, milliseconds. */
const LINK_GRACE_MS = 5000;
/** After a start or a new position the first quote takes a moment, milliseconds. */
const PNL_GRACE_MS = 10_000;
/** This many denials in a minute are more than a slip. */
const DENIALS_A_MINUTE = 5;
/** This many rejections by the broker in a minute are more than a slip; and so many that sending should stop. */
const REJECTIONS_A_MINUTE = { warning: 5, critical: 20 };
const MINUTE_MS = 60_000;
/** Beyond this the times of fills cannot be compared with the desk's. */
const MAX_CLOCK_SKEW_MS = 2000;

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

export const monitors: readonly Monitor[] = [
  {
    rule: 'link-down',
    onFacts: ['link.changed'],
    evaluate({ linkState, linkReason, linkNotReadySince, now }) {
      if (linkState === 'ready') return [];
      const since = now - (linkNotReadySince ?? now);
      if (linkState !== 'down' && linkState !== 'impaired' && since < LINK_GRACE_MS) return [];
      return [
        condition(
          'link-down',
          '',
          `The link is ${linkState}: ${linkReason} New orders are denied; orders at the broker live on there.`,
          { severity: since >= LINK_CRITICAL_AFTER_MS ? 'critical' : 'warning' },
        ),
      ];
    },
  },
  {
    rule: 'order-unacknowledged',
    onFacts: [],
    evaluate: ({ openOrders, limits, now }) =>
      openOrders.flatMap((order) => unacknowledged(order, limits, now)),
  },
  {
    rule: 'order-unknown',
    onFacts: ['link.changed', 'reconciliation.completed'],
    evaluate: ({ openOrders, linkState }) =>
      // Until the link is back and has reconciled, every order is unknown and the link's own alert says so.
      linkState !== 'ready'
        ? []
        : openOrders
            .filter(({ status }) => status === 'UNKNOWN')
            .map((order) =>
              condition(
                'order-unknown',
                order.orderRef,
                `The broker does not say what became of ${describe(order)}. It may be working or filled; it counts as working and is not sent again. Look it up in TWS, or cancel it: the broker’s answer settles it.`,
                { orderRef: order.orderRef, instrumentId: order.instrumentId },
              ),
            ),
  },
  {
    rule: 'order-denials',
    onFacts: ['order.denied', 'order.modify-denied'],
    evaluate({ recentDenials, now }) {
      const count = recentDenials.filter((at) => now - at < MINUTE_MS).length;
      if (count < DENIALS_A_MINUTE) return [];
      return [
        condition(
          'order-denials',
          '',
          `${count} orders were denied within a minute; ${DENIALS_A_MINUTE} are more than a slip. Nothing of them was sent.`,
          {
            figures: {
              observed: count,
              threshold: DENIALS_A_MINUTE,
              unit: 'denials a minute',
              limitsVersion: null,
            },
          },
        ),
      ];
    },
  },
  {
    rule: 'order-rejections',
    onFacts: [],
    evaluate({ recentRejections, now }) {
      const count = recentRejections.filter((at) => now - at < MINUTE_MS).length;
      const { warning, critical } = REJECTIONS_A_MINUTE;
      if (count < warning) return [];
      const severity = count >= critical ? 'critical' : 'warning';
      const threshold = REJECTIONS_A_MINUTE[severity];
      return [
        condition(
          'order-rejections',
          '',
          `The broker rejected ${count} orders within a minute; ${threshold} are more than a slip. None of them is working. Find the cause before more are sent.`,
          {
            severity,
            figures: {
              observed: count,
              threshold,
              unit: 'rejections a minute',
              limitsVersion: null,
            },
          },
        ),
      ];
    },
  },
  {
    rule: 'reconciliation-break',
    onFacts: ['reconciliation.completed', 'position.adopted', 'cash.adopted'],
    evaluate: ({ breaks }) => breaks.map(breakCondition),
  },
  {
    rule: 'gateway-read-only',
    onFacts: [],
    evaluate: ({ readOnlyApi }) =>
      readOnlyApi
        ? [
            condition(
              'gateway-read-only',
              '',
              'The gateway refuses every order and does not list the open ones: Read-Only API is set there. In TWS or IB Gateway open Configuration, API, Settings, clear Read-Only API and apply.',
            ),
          ]
        : [],
  },
  {
    rule: 'reconciliation-incomplete',
    onFacts: ['reconciliation.completed'],
    evaluate: ({ reconciliationComplete }) =>
      reconciliationComplete
        ? []
        : [
            condition(
              'reconciliation-incomplete',
              '',
              'The broker did not answer everything that was asked at the last reconciliation. What it left out is not proven gone.',
            ),
          ],
  },
  {
    rule: 'market-data-stale',
    onFacts: [],
    evaluate: ({ markets, limits }) => markets.flatMap((market) => staleMarket(market, limits)),
  },
  {
    rule: 'quote-problem',
    onFacts: [],
    evaluate: ({ markets }) =>
      markets.flatMap(({ instrumentId, displaySymbol, quoteProblem }) =>
        quoteProblem === null
          ? []
          : [
              condition(
                'quote-problem',
                String(instrumentId),
                `${displaySymbol}: ${quoteProblem} New orders in it are denied.`,
                { instrumentId },
              ),
            ],
      ),
  },
  {
    rule: 'position-over-limit',
    onFacts: ['execution.received', 'position.adopted'],
    evaluate: ({ markets, limits: { positionLimit, version } }) =>
      markets
        .filter(({ exposure }) => !(Math.abs(exposure.position) <= positionLimit.value))
        .map(({ instrumentId, displaySymbol, exposure }) =>
          condition(
            'position-over-limit',
            String(instrumentId),
            `The position in ${displaySymbol} is ${exposure.position}; the desk allows ${positionLimit.value} either way. Only orders that shrink it are accepted.`,
            {
              instrumentId,
              figures: {
                observed: Math.abs(exposure.position),
                threshold: positionLimit.value,
                unit: positionLimit.unit,
                limitsVersion: version,
              },
            },
          ),
        ),
  },
  {
    rule: 'daily-loss',
    onFacts: [],
    evaluate({ dayPnl, limits: { dailyLoss, version }, baseCurrency }) {
      if (dayPnl === null || dayPnl > -dailyLoss.value) return [];
      return [
        condition(
          'daily-loss',
          '',
          `The day's P&L is ${dayPnl.toFixed(2)} ${baseCurrency}; the loss line is ${dailyLoss.value} ${baseCurrency}. Consider REDUCING.`,
          {
            figures: {
              observed: -dayPnl,
              threshold: dailyLoss.value,
              unit: `${baseCurrency} of loss`,
              limitsVersion: version,
            },
          },
        ),
      ];
    },
  },
  {
    rule: 'daily-pnl-unknown',
    onFacts: [],
    evaluate: ({ dayPnlUnknownSince, now }) =>
      dayPnlUnknownSince === null || now - dayPnlUnknownSince < PNL_GRACE_MS
        ? []
        : [
            condition(
              'daily-pnl-unknown',
              '',
              'A position has no price, so the day\u2019s P&L and the loss line cannot be watched.',
            ),
          ],
  },
  {
    rule: 'clock-skew',
    onFacts: [],
    evaluate({ clockSkewMs }) {
      if (clockSkewMs === null || Math.abs(clockSkewMs) <= MAX_CLOCK_SKEW_MS) return [];
      return [
        condition(
          'clock-skew',
          '',
          `The gateway's clock is ${seconds(Math.abs(clockSkewMs))} ${clockSkewMs > 0 ? 'ahead of' : 'behind'} this machine's. Set this machine's clock by a time server.`,
          {
            figures: {
              observed: Math.abs(clockSkewMs),
              threshold: MAX_CLOCK_SKEW_MS,
              unit: 'ms',
              limitsVersion: null,
            },
          },
        ),
      ];
    },
  },
];

const describe = ({ side, quantity, displaySymbol, orderType }: Order): string =>
  `${side} ${quantity} ${displaySymbol} ${orderType}`;

/** An order, a modify or a cancel that the broker has left without an answer beyond the deadline. */
function unacknowledged(order: Order, limits: Limits, now: EpochMs): AlertCondition[] {
  const awaited = awaitedAnswer(order);
  if (awaited === null) return [];
  const waited = now - Date.parse(awaited.since);
  const deadline = limits.acknowledgementDeadline.value;
  if (waited < deadline) return [];
  return [
    condition(
      'order-unacknowledged',
      order.orderRef,
      `The broker has not answered the ${awaited.what} of ${describe(order)} for ${seconds(waited)}; the deadline is ${seconds(deadline)}. It may hold it or have lost it. It is not sent again; look it up in TWS.`,
      {
        orderRef: order.orderRef,
        instrumentId: order.instrumentId,
        figures: {
          observed: waited,
          threshold: deadline,
          unit: 'ms',
          limitsVersion: limits.version,
        },
      },
    ),
  ];
}

/** A market in which the desk has something at stake and hears nothing. */
function staleMarket(market: WatchedMarket, { maxQuoteAge, version }: Limits): AlertCondition[] {
  const { instrumentId, displaySymbol, exposure } = market;
  const atStake = exposure.position !== 0 || exposure.workingBuy > 0 || exposure.workingSell > 0;
  if (!atStake || !market.marketOpen) return [];
  const age = market.quoteAgeMs ?? market.askedForMs;
  if (age <= maxQuoteAge.value) return [];
  return [
    condition(
      'market-data-stale',
      String(instrumentId),
      `No quote of ${displaySymbol} for ${seconds(age)}; beyond ${seconds(maxQuoteAge.value)} a quote is stale. The desk holds or has orders in it and cannot value them.`,
      {
        instrumentId,
        figures: {
          observed: age,
          threshold: maxQuoteAge.value,
          unit: 'ms',
          limitsVersion: version,
        },
      },
    ),
  ];
}
