import { z } from 'zod';

import { alertChangeSchema, alertSchema } from './alert.ts';
import { certificateSchema, signatureSchema, tickSchema, waiverSchema } from './certification.ts';
import { verdictSchema } from './control.ts';
import { receiverSchema } from './delivery.ts';
import { executionSchema } from './execution.ts';
import { gatewayKindSchema, linkStateSchema } from './gateway.ts';
import { instrumentSchema } from './instrument.ts';
import { recordedLimitsSchema } from './limits.ts';
import { killDrillSchema } from './kill.ts';
import { loadEndSchema, loadRunSchema } from './load.ts';
import { orderChangeSchema, orderSchema } from './order.ts';
import { positionSchema } from './position.ts';
import { proposedChangeSchema, proposalDecisionSchema } from './proposal.ts';
import { recordedBreakSchema } from './reconciliation-break.ts';
import { roleSchema } from './people.ts';
import { attemptSchema, attemptStateSchema, checkRunSchema } from './readiness.ts';
import { silenceSchema } from './silence.ts';
import { tradingStateCauseSchema, tradingStateSchema } from './trading-state.ts';

/**
 * Everything that can happen and is recorded. A fact is written once and never changed; the derived tables are
 * what the facts add up to. Adding a kind or a nullable field is compatible; changing one needs a new kind.
 */
export const factBodySchemas = {
  'desk.started': z.object({
    version: z.string(),
    gatewayKind: gatewayKindSchema,
    limitsVersion: z.number().int(),
  }),
  'desk.stopped': z.object({ reason: z.string() }),
  /** A person took a window: the fact's own `window` says which. */
  'session.opened': z.object({
    personId: z.string(),
    name: z.string(),
    roles: z.array(roleSchema),
    how: z.enum(['practice', 'passphrase', 'unlocked']),
  }),
  'session.refused': z.object({
    personId: z.string(),
    cause: z.enum(['wrong-passphrase', 'too-many-guesses', 'no-credential']),
    /** How long nothing is accepted after it, milliseconds; null where that is not so. */
    restMs: z.number().nullable(),
    /** What the passphrase was to prove. */
    purpose: z.enum(['session', 'signature', 'new-passphrase']).default('session'),
  }),
  /** What somebody tried who may not; `command` is null for a frame that was not of the contract. */
  'command.refused': z.object({ command: z.string().nullable(), message: z.string() }),
  'session.locked': z.object({ personId: z.string(), cause: z.enum(['key', 'inactivity']) }),
  'person.added': z.object({
    personId: z.string(),
    name: z.string(),
    roles: z.array(roleSchema),
  }),
  'person.roles-changed': z.object({ personId: z.string(), roles: z.array(roleSchema) }),
  'person.removed': z.object({ personId: z.string(), reason: z.string() }),
  /** Names the credential that counts from now on: hex SHA-256. The credential itself is never recorded. */
  'person.passphrase-set': z.object({ personId: z.string(), fingerprint: z.string() }),
  /** Another person says that it was they who changed the passphrase which somebody had given them. */
  'person.witnessed': z.object({ personId: z.string() }),
  'session.closed': z.object({
    personId: z.string(),
    cause: z.enum(['signed-out', 'switched', 'removed', 'another-gateway']),
  }),
  'link.changed': z.object({
    state: linkStateSchema,
    reason: z.string(),
    clientId: z.number().int(),
    serverVersion: z.number().int().nullable(),
  }),
  'account.identified': z.object({ accountId: z.string(), gatewayKind: gatewayKindSchema }),
  'instrument.resolved': z.object({ instrument: instrumentSchema }),
  'watchlist.added': z.object({ instrumentId: z.number().int() }),
  'watchlist.removed': z.object({ instrumentId: z.number().int() }),

  /** The record before sending. `order.status` is SENDING; every verdict is kept, not only the last. */
  'order.intended': z.object({
    order: orderSchema,
    verdicts: z.array(verdictSchema),
    limitsVersion: z.number().int(),
  }),
  'order.denied': z.object({
    order: orderSchema,
    verdicts: z.array(verdictSchema),
    limitsVersion: z.number().int(),
  }),
  'order.modify-intended': z.object({
    orderRef: z.string(),
    change: orderChangeSchema,
    verdicts: z.array(verdictSchema),
    limitsVersion: z.number().int(),
  }),
  'order.modify-denied': z.object({
    orderRef: z.string(),
    change: orderChangeSchema,
    verdicts: z.array(verdictSchema),
    limitsVersion: z.number().int(),
  }),
  'order.cancel-intended': z.object({ orderRef: z.string() }),
  /** The order as it stands after something changed it: the broker's word, a drop, a reconciliation. */
  'order.changed': z.object({ order: orderSchema, cause: z.string() }),
  /** An order of another client or of TWS itself, seen for the first time. */
  'order.external-seen': z.object({ order: orderSchema }),

  'execution.received': z.object({
    execution: executionSchema,
    /** The execution this one corrects and replaces; null for a new one. */
    corrects: z.string().nullable(),
    /** Set where the broker itself traded to bring the margin back. */
    liquidation: z.literal(true).exactOptional(),
  }),
  'commission.received': z.object({
    execId: z.string(),
    commissionMicros: z.number().int(),
    currency: z.string(),
    brokerRealizedPnlMicros: z.number().int().nullable(),
  }),
  /** The broker's position taken over as the desk's: at the first reconciliation, or accepted by a person. */
  'position.adopted': z.object({ position: positionSchema, reason: z.string() }),
  /** The broker's cash taken over as what the desk expects: at the first reconciliation, or accepted by a person. */
  'cash.adopted': z.object({
    accountId: z.string(),
    balances: z.array(z.object({ currency: z.string(), cashMicros: z.number().int() })),
    reason: z.string(),
  }),
  'reconciliation.completed': z.object({
    openOrders: z.number().int(),
    executionsAdded: z.number().int(),
    unknownOrders: z.number().int(),
    breaks: z.array(recordedBreakSchema),
    complete: z.boolean(),
  }),

  /** What the books were worth when the exchange's day began for the desk; the day's P&L counts from there. */
  'day.opened': z.object({
    /** `YYYY-MM-DD` in the exchange's zone. */
    exchangeDate: z.string(),
    /** Realised and unrealised P&L less commissions of everything held, micro-units of the base currency. */
    totalMicros: z.number().int(),
  }),

  /**
   * How far the P&L has come, whenever it has risen above every value before or must not be lost: drawdowns count from
   * the peaks. All in micro-units of the base currency.
   */
  'pnl.marked': z.object({
    exchangeDate: z.string(),
    dayPnlMicros: z.number().int(),
    /** Highest P&L of the day; at least 0. */
    dayPeakMicros: z.number().int(),
    /** Highest sum of the P&L of all days; at least 0. */
    allTimePeakMicros: z.number().int(),
  }),

  'trading-state.changed': z.object({
    /** Null for the whole desk. */
    instrumentId: z.number().int().nullable(),
    state: tradingStateSchema,
    reason: z.string(),
    /** Facts from before it was recorded say nothing: they are read as a person's. */
    cause: tradingStateCauseSchema.default('person'),
  }),
  /** A person has attended to what an instrument traded; it counts from nothing again. */
  'repeated-execution.reset': z.object({
    instrumentId: z.number().int(),
    /** How often it had traded since a person last did. */
    executions: z.number().int(),
    reason: z.string(),
  }),
  /** These limits are in force from here on, all of them. */
  'limits.changed': z.object({
    limits: recordedLimitsSchema,
    /** Why they are as they are now. */
    reason: z.string(),
    /** Who proposed them; null where the desk took them over. Who approved them is whom the fact is by. */
    proposedBy: z.string().nullable(),
    proposalId: z.string().nullable(),
  }),
  'proposal.made': z.object({
    proposalId: z.string(),
    change: proposedChangeSchema,
    reason: z.string(),
  }),
  /** What it brings about is recorded with it, as facts of their own. */
  'proposal.approved': proposalDecisionSchema,
  'proposal.rejected': proposalDecisionSchema,
  'proposal.withdrawn': proposalDecisionSchema,
  /** Somebody tried to decide a proposal that they may not decide; recorded once for a person and a proposal. */
  'proposal.refused': z.object({
    proposalId: z.string(),
    attempted: z.enum(['approve', 'reject']),
    why: z.string(),
  }),
  'kill.engaged': z.object({
    openOrders: z.number().int(),
    reason: z.string(),
    /** Whether every position is to be closed once the cancels are done. */
    flatten: z.boolean().default(false),
  }),

  /** A drill of the kill switch: nothing is cancelled or traded by it. */
  'kill.drill-began': z.object({ openOrders: z.number().int() }),
  'kill.drilled': killDrillSchema,

  /** The alert as it stands after something happened to it. */
  'alert.changed': z.object({ alert: alertSchema, change: alertChangeSchema }),
  /** A receiver of alerts is set up or changed. Its token, if any, is in a file of the data folder and never here. */
  'delivery.configured': z.object({ receiver: receiverSchema }),
  'delivery.removed': z.object({ receiverId: z.string() }),
  /** The receiver has taken every change of an alert up to a fact. */
  'delivery.made': z.object({
    receiverId: z.string(),
    throughSeq: z.number().int(),
    /** Changes of alerts among those facts that were its affair. */
    events: z.number().int(),
  }),
  'silence.made': z.object({ silence: silenceSchema }),
  /** Ended by a person before its time; one that runs out leaves no fact, its end stands in `silence.made`. */
  'silence.ended': z.object({ silenceId: z.string(), reason: z.string() }),

  /** Readiness checks are gone through; `attempt.state` is `running`. */
  'attempt.began': z.object({ attempt: attemptSchema }),
  /** An attempt that did not come to its end goes on with the checks that have not run. */
  'attempt.resumed': z.object({ attemptId: z.string() }),
  'attempt.ended': z.object({
    attemptId: z.string(),
    state: attemptStateSchema.exclude(['running']),
    reason: z.string(),
  }),
  /** One check has run; its evidence lies in the attempt's folder by then. */
  'check.ran': z.object({ attemptId: z.string(), run: checkRunSchema }),

  /** A load run begins. */
  'load.began': z.object({ run: loadRunSchema }),
  /** A load run is over; what it measured lies in its folder by then. */
  'load.ended': loadEndSchema,
  /** From now on runs of a scenario are compared with this one; null for with none. */
  'load.baseline-set': z.object({ scenarioId: z.string(), runId: z.string().nullable() }),
  /** A person has seen to an item of the go-live checklist; its attachment lies in the folder by then. */
  'checklist.ticked': tickSchema,
  'checklist.unticked': z.object({ itemId: z.string(), title: z.string(), reason: z.string() }),
  /** Two people accept that a check has not passed; who approved it is whom the fact is by. */
  'waiver.granted': z.object({ waiver: waiverSchema }),
  'readiness.signed': z.object({ signature: signatureSchema }),
  /** The second signature issues it. It is never changed. */
  'certificate.issued': z.object({ certificate: certificateSchema }),
  /** Something it was for has changed. */
  'certificate.invalidated': z.object({ certificateId: z.string(), reason: z.string() }),
  /** Its time is over. */
  'certificate.expired': z.object({ certificateId: z.string(), expiresAt: z.string() }),
} as const;

export type FactKind = keyof typeof factBodySchemas;
export const factKinds: readonly FactKind[] = keysOf(factBodySchemas);

function keysOf<K extends string>(record: Record<K, unknown>): K[] {
  const keys: K[] = [];
  for (const key in record) keys.push(key);
  return keys;
}

export type FactBody<K extends FactKind> = z.infer<(typeof factBodySchemas)[K]>;

/**
 * What a decision yields: a kind, its body, and who caused it (`desk` for the desk itself, else a person's id).
 * `window` is the window it came from; absent for what the desk did itself, and stamped where it is recorded.
 */
export type NewFact = {
  [K in FactKind]: { kind: K; by: string; body: FactBody<K>; window?: string };
}[FactKind];

/** A recorded fact: `seq` counts from 1 without gaps, `at` is ISO-8601 UTC. */
export type Fact = NewFact & { seq: number; at: string };
