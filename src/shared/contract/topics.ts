import { z } from 'zod';

import { alertSchema } from '#shared/domain/alert.ts';
import {
  certificateStatusSchema,
  checklistRowSchema,
  waiverRowSchema,
} from '#shared/domain/certification.ts';
import { deliveryStatusSchema } from '#shared/domain/delivery.ts';
import { executionSchema } from '#shared/domain/execution.ts';
import { gatewayKindSchema, linkStatusSchema } from '#shared/domain/gateway.ts';
import { instrumentSchema } from '#shared/domain/instrument.ts';
import { depthBookSchema } from '#shared/domain/market-depth.ts';
import { killStatusSchema } from '#shared/domain/kill.ts';
import { orderSchema } from '#shared/domain/order.ts';
import { loadRowSchema, loadSampleSchema, loadStatusSchema } from '#shared/domain/load.ts';
import { monitorLooksSchema } from '#shared/domain/monitor-looks.ts';
import type { Capability } from '#shared/domain/people.ts';
import { positionSchema } from '#shared/domain/position.ts';
import { proposalSchema } from '#shared/domain/proposal.ts';
import { breakSchema } from '#shared/domain/reconciliation-break.ts';
import { barSchema, barSizeSchema, quoteSchema } from '#shared/domain/quote.ts';
import {
  attemptRowSchema,
  checkStatusSchema,
  readinessStatusSchema,
} from '#shared/domain/readiness-verdict.ts';
import { sessionSchema } from '#shared/domain/session.ts';
import { silenceSchema } from '#shared/domain/silence.ts';
import { pnlPointSchema, riskFiguresSchema } from '#shared/domain/risk-figures.ts';
import { simulatorStatusSchema } from '#shared/domain/simulator-fault.ts';
import { tradingStateCauseSchema, tradingStateSchema } from '#shared/domain/trading-state.ts';

/** Who or what set a trading state, and when. */
const tradingStateOriginSchema = z.object({
  /** A person's id, or `desk`. */
  by: z.string(),
  cause: tradingStateCauseSchema,
  /** The kill or loss since which two people are needed to leave it; null where one is enough. */
  latch: tradingStateCauseSchema.extract(['kill', 'loss']).nullable(),
  /** ISO-8601 UTC. */
  at: z.string(),
});

export const deskStatusSchema = z.object({
  version: z.string(),
  /** Null at first start, until a person has chosen. */
  gatewayKind: gatewayKindSchema.nullable(),
  accountId: z.string().nullable(),
  baseCurrency: z.string(),
  link: linkStatusSchema.nullable(),
  tradingState: tradingStateSchema,
  /** Why trading is in this state; null when it is ACTIVE and was never changed. */
  tradingStateReason: z.string().nullable(),
  /** Null when it was never changed. */
  tradingStateOrigin: tradingStateOriginSchema.nullable(),
  /** States of single instruments that are not ACTIVE. */
  instrumentStates: z.array(
    z.object({
      instrumentId: z.number().int(),
      state: tradingStateSchema,
      reason: z.string(),
      origin: tradingStateOriginSchema,
    }),
  ),
  /** Instruments in which nothing more leaves until a person attends to what they traded. */
  stoppedInstruments: z
    .array(z.object({ instrumentId: z.number().int(), executions: z.number().int() }))
    .optional(),
  /** Realised and unrealised since the day's start, less commissions; null while a mark is missing. */
  dayPnl: z.number().nullable(),
  /** The loss at which the day is over; a positive number in the base currency. */
  dailyLossLimit: z.number(),
  /** The version of the limits in force. */
  limitsVersion: z.number().int(),
  /** Why the data folder's file of limits is not in use, in a sentence; null where there is none or it says the same. */
  unusedLimitsFile: z.string().nullable(),
  /** The gateway's clock and when the desk heard it, epoch ms; null before the first heartbeat. */
  gatewayTime: z.object({ at: z.number(), heardAt: z.number(), rate: z.number() }).nullable(),
  /** Set when the desk cannot record any more and stopped: what happened and what to do. */
  fault: z.string().nullable(),
  /** Last reconciliation with the broker, ISO-8601; null before the first. */
  reconciledAt: z.string().nullable(),
  breaks: z.array(breakSchema),
  /** Orders that have ended and are not in the list of orders any more; the journal has them. */
  ordersNotListed: z.number().int().optional(),
  /** What goes over the wire; null before the link was first started. */
  traffic: z
    .object({
      sentLastSecond: z.number().int(),
      /** Null where pacing is lifted. */
      limitPerSecond: z.number().int().nullable(),
      /** Messages waiting for pacing, in order of precedence. */
      waiting: z.array(z.object({ lane: z.string(), messages: z.number().int() })),
      quoteLines: z.object({ used: z.number().int(), limit: z.number().int() }),
    })
    .nullable(),
  /** Whether the gateway refuses every order because Read-Only API is set there. */
  readOnlyApi: z.boolean(),
});
export type DeskStatus = z.infer<typeof deskStatusSchema>;

/** A position with its value at the latest mark. Sums in the instrument's currency. */
export const positionRowSchema = positionSchema.extend({
  averageCost: z.number().nullable(),
  mark: z.number().nullable(),
  unrealizedPnl: z.number().nullable(),
  realizedPnl: z.number(),
  commissions: z.number(),
});
export type PositionRow = z.infer<typeof positionRowSchema>;

export const accountRowSchema = z.object({
  accountId: z.string(),
  currency: z.string(),
  netLiquidation: z.number().nullable(),
  cash: z.number().nullable(),
  buyingPower: z.number().nullable(),
  initialMargin: z.number().nullable(),
  maintenanceMargin: z.number().nullable(),
  realizedPnl: z.number().nullable(),
  unrealizedPnl: z.number().nullable(),
  /** When the broker last said any of it, epoch ms. */
  asOf: z.number(),
});
export type AccountRow = z.infer<typeof accountRowSchema>;

export const activitySchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  kind: z.string(),
  sentence: z.string(),
  /** How loud the strip shows it. */
  tone: z.enum(['neutral', 'good', 'warning', 'critical']),
});
export type Activity = z.infer<typeof activitySchema>;

export const watchedInstrumentSchema = z.object({
  instrument: instrumentSchema,
  /** Why there are no quotes, in a sentence; null while they flow or are awaited. */
  quoteProblem: z.string().nullable(),
});
export type WatchedInstrument = z.infer<typeof watchedInstrumentSchema>;

/**
 * `latest`: items are conflated per key, a reader always catches up with the newest of each.
 * `every`: nothing is skipped; a reader too slow for that gets a fresh snapshot.
 * `key` names the field that identifies an item; `removed` keys are sent apart.
 * `capability`: what a person needs to see it, `desk.view` where it is left out; null lets anybody at a window.
 */
interface TopicDeclaration {
  params: z.ZodType;
  item: z.ZodType;
  key: string;
  delivery: 'latest' | 'every';
  capability?: Capability | null;
}

const noParams = z.strictObject({});

export const topics = {
  /** Who is at this window: one item. The only topic of a window where nobody is signed in. */
  session: {
    params: noParams,
    item: sessionSchema,
    key: 'windowId',
    delivery: 'latest',
    capability: null,
  },
  status: { params: noParams, item: deskStatusSchema, key: 'version', delivery: 'latest' },
  watchlist: {
    params: noParams,
    item: watchedInstrumentSchema.extend({ instrumentId: z.number().int() }),
    key: 'instrumentId',
    delivery: 'latest',
  },
  quotes: { params: noParams, item: quoteSchema, key: 'instrumentId', delivery: 'latest' },
  bars: {
    params: z.strictObject({ instrumentId: z.number().int().positive(), barSize: barSizeSchema }),
    item: barSchema,
    key: 'time',
    delivery: 'latest',
  },
  /** The order book of one instrument, whole at every change. */
  depth: {
    params: z.strictObject({ instrumentId: z.number().int().positive() }),
    item: depthBookSchema,
    key: 'instrumentId',
    delivery: 'latest',
  },
  orders: { params: noParams, item: orderSchema, key: 'orderRef', delivery: 'latest' },
  executions: { params: noParams, item: executionSchema, key: 'execId', delivery: 'every' },
  positions: { params: noParams, item: positionRowSchema, key: 'instrumentId', delivery: 'latest' },
  account: { params: noParams, item: accountRowSchema, key: 'accountId', delivery: 'latest' },
  alerts: { params: noParams, item: alertSchema, key: 'alertId', delivery: 'every' },
  /** Where alerts are delivered to besides the screens. */
  deliveries: {
    params: noParams,
    item: deliveryStatusSchema,
    key: 'receiverId',
    delivery: 'latest',
  },
  /** Those that still last. */
  silences: { params: noParams, item: silenceSchema, key: 'silenceId', delivery: 'latest' },
  /** One item while this desk runs the simulated gateway; empty with any other. */
  simulator: { params: noParams, item: simulatorStatusSchema, key: 'port', delivery: 'latest' },
  /** One item: what the kill switch would do now, and how far one that is engaged has come. */
  kill: { params: noParams, item: killStatusSchema, key: 'key', delivery: 'latest' },
  /** One item: how ready the desk is, and what of it runs now. */
  readiness: { params: noParams, item: readinessStatusSchema, key: 'key', delivery: 'latest' },
  /** Every check, with its latest run. */
  checks: { params: noParams, item: checkStatusSchema, key: 'checkId', delivery: 'latest' },
  /** Every attempt, with its score. */
  attempts: { params: noParams, item: attemptRowSchema, key: 'attemptId', delivery: 'latest' },
  /** One item: what the load lab does now. */
  load: { params: noParams, item: loadStatusSchema, key: 'key', delivery: 'latest' },
  /** Half seconds of the load run that goes on, or of the latest. */
  loadSamples: { params: noParams, item: loadSampleSchema, key: 'sample', delivery: 'every' },
  /** Every load run. */
  loadRuns: { params: noParams, item: loadRowSchema, key: 'runId', delivery: 'latest' },
  /** Every item of the go-live checklist, with who has ticked it. */
  checklist: { params: noParams, item: checklistRowSchema, key: 'itemId', delivery: 'latest' },
  /** Every gap that two people have accepted, also those whose time is over. */
  waivers: { params: noParams, item: waiverRowSchema, key: 'waiverId', delivery: 'latest' },
  /** One item: how the latest certificate stands, and what is to be signed. */
  certificate: { params: noParams, item: certificateStatusSchema, key: 'key', delivery: 'latest' },
  activity: { params: noParams, item: activitySchema, key: 'seq', delivery: 'every' },
  /** Those that wait for a second person, and the latest that were decided. */
  proposals: { params: noParams, item: proposalSchema, key: 'proposalId', delivery: 'latest' },
  /** One item, anew twice a second. */
  risk: { params: noParams, item: riskFiguresSchema, key: 'baseCurrency', delivery: 'latest' },
  /** The P&L of the exchange's day, minute by minute; of the day before nothing is left. */
  pnl: { params: noParams, item: pnlPointSchema, key: 'time', delivery: 'latest' },
  /** When each group of monitors has looked, the last quarter of an hour; anew every second. */
  monitoring: { params: noParams, item: monitorLooksSchema, key: 'group', delivery: 'latest' },
} as const satisfies Record<string, TopicDeclaration>;

export type TopicName = keyof typeof topics;
export type TopicParams<T extends TopicName> = z.infer<(typeof topics)[T]['params']>;
export type TopicItem<T extends TopicName> = z.infer<(typeof topics)[T]['item']>;
