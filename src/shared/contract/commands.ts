import { z } from 'zod';

import { alertChangeSchema, alertSchema, severitySchema } from '#shared/domain/alert.ts';
import { signatureSchema, validDaysSchema } from '#shared/domain/certification.ts';
import { bracketExitsSchema, bracketTicketSchema } from '#shared/domain/bracket.ts';
import { verdictSchema } from '#shared/domain/control.ts';
import { receiverSchema } from '#shared/domain/delivery.ts';
import { gatewayKindSchema } from '#shared/domain/gateway.ts';
import { instrumentSchema } from '#shared/domain/instrument.ts';
import { killDrillSchema } from '#shared/domain/kill.ts';
import { limitsDifferenceSchema } from '#shared/domain/limits-difference.ts';
import { limitsSchema } from '#shared/domain/limits.ts';
import { orderChangeSchema, orderSchema, orderTicketSchema } from '#shared/domain/order.ts';
import { loadScenariosSchema, loadSeriesSchema, referenceLineSchema } from '#shared/domain/load.ts';
import { optionChainSchema } from '#shared/domain/option-chain.ts';
import { assignableRoleSchema, type Capability } from '#shared/domain/people.ts';
import { priceIncrementSchema } from '#shared/domain/price-increment.ts';
import { barSchema, barSizeSchema } from '#shared/domain/quote.ts';
import { checkHistoryEntrySchema, comparedCheckSchema } from '#shared/domain/readiness-history.ts';
import { readinessScoreSchema } from '#shared/domain/readiness-verdict.ts';
import { attemptSchema, checkRunSchema, maxSeed, phaseSchema } from '#shared/domain/readiness.ts';
import { longestSilenceMinutes, silencedSchema } from '#shared/domain/silence.ts';
import { simulatorFaultSchema } from '#shared/domain/simulator-fault.ts';
import { tradingStateSchema } from '#shared/domain/trading-state.ts';

const nothing = z.strictObject({});
const passphrase = z.string().min(1, 'Enter a passphrase.').max(1000);
const personName = z.string().trim().min(1, 'Enter a name.').max(60);
const assignedRoles = z
  .array(assignableRoleSchema)
  .min(1, 'Choose at least one role.')
  .max(assignableRoleSchema.options.length);
const note = z.string().trim().max(2000);
const dueReason = note.min(1, 'Say why: the reason goes on record.');

/** 2 MiB in base64. */
const mostBase64 = Math.ceil((2 * 1_048_576) / 3) * 4;

/** Why soft controls are overridden; without one they deny. Goes on record with what they said. */
const overrideReason = note
  .min(1, 'Say why the order should leave although a control denies it.')
  .nullish();

/** As facts are stamped, so that times compare as text: ISO-8601 UTC to the millisecond. */
const factTime = z.iso.datetime({
  precision: 3,
  error: 'Give the time in UTC to the millisecond, like 2026-01-05T10:00:00.000Z.',
});

export const whatIfSchema = z.object({
  initialMarginAfter: z.number().nullable(),
  initialMarginChange: z.number().nullable(),
  maintenanceMarginAfter: z.number().nullable(),
  equityWithLoanAfter: z.number().nullable(),
  commission: z.number().nullable(),
  commissionCurrency: z.string().nullable(),
  warning: z.string().nullable(),
});

export const journalEntrySchema = z.object({
  seq: z.number().int(),
  /** ISO-8601 UTC. */
  at: z.string(),
  kind: z.string(),
  by: z.string(),
  /** The window it came from; null for what the desk did itself. */
  window: z.string().nullable(),
  /** The fact in one plain sentence. */
  sentence: z.string(),
  /** The fact's body as it is stored, JSON text. */
  body: z.string(),
  /** Hex SHA-256 of the chain up to and with this fact. */
  hash: z.string(),
});
export type JournalEntry = z.infer<typeof journalEntrySchema>;

const alertHistoryEntrySchema = z.object({
  /** The fact it is recorded in. */
  seq: z.number().int(),
  /** ISO-8601 UTC. */
  at: z.string(),
  /** A person's id, or `desk`. */
  by: z.string(),
  change: alertChangeSchema,
  severity: severitySchema,
  /** How often it had been seen by then. */
  count: z.number().int().positive(),
  sentence: z.string(),
});
export type AlertHistoryEntry = z.infer<typeof alertHistoryEntrySchema>;

const limitsVersionSchema = z.object({
  /** The fact it is recorded in. */
  seq: z.number().int(),
  version: z.number().int(),
  /** ISO-8601 UTC. */
  at: z.string(),
  /** Who approved it: a person's id, or `desk` where it was taken over. */
  by: z.string(),
  proposedBy: z.string().nullable(),
  reason: z.string(),
  /** Null for the first on record, which nothing came before. */
  differences: z.array(limitsDifferenceSchema).nullable(),
});
export type LimitsVersion = z.infer<typeof limitsVersionSchema>;

interface CommandDeclaration {
  /** What a person needs for it; null where nobody need be signed in. */
  capability: Capability | null;
  input: z.ZodType;
  output: z.ZodType;
}

/** Everything a screen can ask of the desk. */
export const commands = {
  /** Lets a person in at this window, or unlocks the window they have locked. Guesses are limited and recorded. */
  'session.sign-in': {
    capability: null,
    input: z.strictObject({ personId: z.string().min(1).max(100), passphrase }),
    output: nothing,
  },
  /** Locks this window until the same person gives their passphrase again; the kill switch goes on working. */
  'session.lock': { capability: null, input: nothing, output: nothing },
  'session.sign-out': { capability: null, input: nothing, output: nothing },
  /** First start of a desk on a paper or shadow gateway: its first person, who is administrator. Refused after that. */
  'people.found': {
    capability: null,
    input: z.strictObject({ name: personName, passphrase }),
    output: nothing,
  },
  'person.add': {
    capability: 'people.manage',
    input: z.strictObject({ name: personName, roles: assignedRoles, passphrase }),
    output: z.object({ personId: z.string() }),
  },
  'person.change-roles': {
    capability: 'people.manage',
    input: z.strictObject({ personId: z.string().min(1).max(100), roles: assignedRoles }),
    output: nothing,
  },
  /** One's own, with the present one; or another's, by who may manage people, without it. */
  'person.set-passphrase': {
    capability: 'desk.view',
    input: z.strictObject({
      personId: z.string().min(1).max(100),
      passphrase,
      present: passphrase.nullable(),
    }),
    output: nothing,
  },
  'person.remove': {
    capability: 'people.manage',
    input: z.strictObject({
      personId: z.string().min(1).max(100),
      reason: note.min(1, 'Say why: the reason goes on record.'),
    }),
    output: nothing,
  },
  /** Another of the ready-made people takes this window. Refused on any desk but a practice desk. */
  'session.switch': {
    capability: null,
    input: z.strictObject({ personId: z.string().min(1).max(100) }),
    output: nothing,
  },
  /** First start: which gateway this desk is for. Refused once a gateway is chosen. */
  'gateway.choose': {
    capability: 'desk.connect',
    input: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('simulated') }),
      z.strictObject({
        kind: gatewayKindSchema.extract(['paper', 'shadow']),
        host: z
          .string()
          .trim()
          .min(1, 'Enter the host TWS or IB Gateway runs on, for example 127.0.0.1.'),
        port: z.number().int().min(1).max(65_535, 'A port is a number from 1 to 65535.'),
        clientId: z.number().int().min(0).max(2_147_483_647),
      }),
    ]),
    output: nothing,
  },
  'instrument.search': {
    capability: 'desk.view',
    input: z.strictObject({ text: z.string().trim().min(1).max(40) }),
    output: z.object({ instruments: z.array(instrumentSchema) }),
  },
  /** What the broker says of an instrument, and the steps of its price. */
  'instrument.details': {
    capability: 'desk.view',
    input: z.strictObject({ instrumentId: z.number().int().positive() }),
    output: z.object({
      instrument: instrumentSchema,
      /** In order of price; empty where the broker has not said, and the instrument's minTick stands for all. */
      priceIncrements: z.array(priceIncrementSchema),
    }),
  },
  /** What options there are on an instrument; one of them is found by `instrument.search`: `SPY 20200320 250 C`. */
  'option-chain.read': {
    capability: 'desk.view',
    input: z.strictObject({ instrumentId: z.number().int().positive() }),
    output: z.object({ chains: z.array(optionChainSchema) }),
  },
  'watchlist.add': {
    capability: 'watchlist.edit',
    input: z.strictObject({ instrumentId: z.number().int().positive() }),
    output: nothing,
  },
  'watchlist.remove': {
    capability: 'watchlist.edit',
    input: z.strictObject({ instrumentId: z.number().int().positive() }),
    output: nothing,
  },
  'bars.read': {
    capability: 'desk.view',
    input: z.strictObject({
      instrumentId: z.number().int().positive(),
      barSize: barSizeSchema,
    }),
    output: z.object({ bars: z.array(barSchema) }),
  },
  /** What every control would say, and the broker's what-if, without sending anything. */
  'order.preview': {
    capability: 'order.preview',
    input: z.strictObject({
      ticket: orderTicketSchema,
      withWhatIf: z.boolean(),
      reason: overrideReason,
      /** With exits the verdicts are those of the whole bracket. */
      exits: bracketExitsSchema.nullish(),
      /** As if this person asked; the caller where there is none. Another only for those who propose or approve limits. */
      personId: z.string().min(1).nullish(),
    }),
    output: z.object({
      verdicts: z.array(verdictSchema),
      allowed: z.boolean(),
      /** In the instrument's currency; null when there is no price to value it with. */
      orderValue: z.number().nullable(),
      currency: z.string(),
      positionAfter: z.number(),
      buyingPowerAfter: z.number().nullable(),
      whatIf: whatIfSchema.nullable(),
      /** Why there is no what-if, in a sentence; null when there is one or none was asked for. */
      whatIfUnavailable: z.string().nullable(),
    }),
  },
  /** Resolves once the intent or the denial is on disk. `allowed: false` means nothing was sent. */
  'order.place': {
    capability: 'order.place',
    input: z.strictObject({ ticket: orderTicketSchema, reason: overrideReason }),
    output: z.object({
      orderRef: z.string(),
      allowed: z.boolean(),
      verdicts: z.array(verdictSchema),
    }),
  },
  /** An entry with its two exits, judged as one: all three leave or none. Resolves as `order.place`. */
  'order.place-bracket': {
    capability: 'order.place',
    input: z.strictObject({ bracket: bracketTicketSchema, reason: overrideReason }),
    output: z.object({
      /** Of the entry. */
      orderRef: z.string(),
      allowed: z.boolean(),
      /** Of each control the gravest verdict of the three orders. */
      verdicts: z.array(verdictSchema),
    }),
  },
  'order.modify': {
    capability: 'order.place',
    input: z.strictObject({
      orderRef: z.string(),
      change: orderChangeSchema,
      reason: overrideReason,
    }),
    output: z.object({ allowed: z.boolean(), verdicts: z.array(verdictSchema) }),
  },
  'order.cancel': {
    capability: 'order.cancel',
    input: z.strictObject({ orderRef: z.string() }),
    output: nothing,
  },
  /** The order with every verdict of its intent or denial. */
  'order.read': {
    capability: 'desk.view',
    input: z.strictObject({ orderRef: z.string() }),
    output: z.object({ order: orderSchema, verdicts: z.array(verdictSchema) }),
  },
  'limits.read': {
    capability: 'desk.view',
    input: nothing,
    output: z.object({ limits: limitsSchema }),
  },
  /** The versions of the limits, newest first: each with who, why, and every place at which it differs from the one before. */
  'limits.history': {
    capability: 'desk.view',
    input: z.strictObject({ beforeSeq: z.number().int().positive().nullable() }),
    output: z.object({ versions: z.array(limitsVersionSchema), more: z.boolean() }),
  },
  /** Proposes limits in place of those in force; another person approves them. */
  'limits.propose': {
    capability: 'limits.propose',
    input: z.strictObject({
      /** The version in force that they were made from. */
      baseVersion: z.number().int().positive(),
      /** All of them. */
      limits: limitsSchema,
      reason: dueReason,
    }),
    output: z.object({ proposalId: z.string() }),
  },
  /** Proposes to trade again after a kill or a loss; another person approves it. */
  'rearm.propose': {
    capability: 'trading-state.set',
    input: z.strictObject({
      instrumentId: z.number().int().positive().nullable(),
      state: tradingStateSchema.exclude(['HALTED']),
      reason: dueReason,
    }),
    output: z.object({ proposalId: z.string() }),
  },
  /** The second person's word: the proposed change is in force with it. */
  'proposal.approve': {
    capability: 'limits.approve',
    input: z.strictObject({ proposalId: z.string(), reason: dueReason }),
    output: nothing,
  },
  'proposal.reject': {
    capability: 'limits.approve',
    input: z.strictObject({ proposalId: z.string(), reason: dueReason }),
    output: nothing,
  },
  /** By who made it alone. */
  'proposal.withdraw': {
    capability: 'limits.propose',
    input: z.strictObject({ proposalId: z.string(), reason: dueReason }),
    output: nothing,
  },
  /**
   * Halts the desk and cancels every open order, ahead of everything queued; with `flatten` it then closes every position
   * at the market. Works with the link down: the rest is done when it is back. Engaged again without `flatten`, it calls
   * off what is left of a flattening.
   */
  'kill.engage': {
    capability: 'kill.engage',
    input: z.strictObject({ reason: note, flatten: z.boolean().optional() }),
    output: z.object({
      cancelsSent: z.number().int(),
      waitingForLink: z.boolean(),
      /** How many positions will be closed; 0 without `flatten`. */
      positionsToClose: z.number().int(),
    }),
  },
  /** Goes the whole way of the kill switch without touching an order, and says how long each step took. */
  'kill.drill': {
    capability: 'kill.drill',
    input: nothing,
    output: killDrillSchema,
  },
  'trading-state.set': {
    capability: 'trading-state.set',
    input: z.strictObject({
      instrumentId: z.number().int().positive().nullable(),
      state: tradingStateSchema,
      reason: note.min(1, 'Say why: the reason goes on record.'),
    }),
    output: nothing,
  },
  /** Lets an instrument trade on that the desk has stopped because it traded so often unattended. */
  'repeated-execution.reset': {
    capability: 'repeated-execution.reset',
    input: z.strictObject({
      instrumentId: z.number().int().positive(),
      reason: note.min(1, 'Say what you looked at: the reason goes on record.'),
    }),
    output: nothing,
  },
  'alert.acknowledge': {
    capability: 'alert.acknowledge',
    input: z.strictObject({
      alertId: z.string(),
      note: note.min(1, 'Write a note: what you saw and what you do about it.'),
    }),
    output: nothing,
  },
  /** The same note for each of them, each on record by itself; those that are refused say why. */
  'alert.acknowledge-many': {
    capability: 'alert.acknowledge',
    input: z.strictObject({
      alertIds: z.array(z.string().max(100)).min(1, 'Select at least one alert.').max(1000),
      note: note.min(1, 'Write a note: what you saw and what you do about them.'),
    }),
    output: z.object({
      acknowledged: z.array(z.string()),
      refused: z.array(z.object({ alertId: z.string(), message: z.string() })),
    }),
  },
  'alert.resolve': {
    capability: 'alert.acknowledge',
    input: z.strictObject({ alertId: z.string(), note }),
    output: nothing,
  },
  /** Resolved alerts, the latest first: also those that the list of alerts does not hold any more. */
  'alert.read-resolved': {
    capability: 'desk.view',
    input: z.strictObject({
      /** Where the page before ended; null for the newest. */
      before: z.object({ resolvedAt: z.string(), alertId: z.string() }).nullable(),
      limit: z.number().int().min(1).max(500),
      rule: z.string().nullable(),
      severity: severitySchema.nullable(),
      /** Found in title, detail or note. */
      text: z.string().max(200).nullable(),
    }),
    output: z.object({ alerts: z.array(alertSchema), more: z.boolean() }),
  },
  /** The latest that happened to an alert, oldest first, from the journal, in which nothing is ever changed. */
  'alert.history': {
    capability: 'desk.view',
    input: z.strictObject({ alertId: z.string().min(1).max(100) }),
    output: z.object({
      entries: z.array(alertHistoryEntrySchema),
      /** Whether there are older ones than those given. */
      more: z.boolean(),
    }),
  },
  /** What the runbook says of an alert rule, part by part; nothing where none is installed, or it does not know the rule. */
  'runbook.read': {
    capability: 'desk.view',
    input: z.strictObject({ rule: z.string().min(1).max(100) }),
    output: z.object({ parts: z.array(z.object({ part: z.string(), text: z.string() })) }),
  },
  /** Has alerts delivered to a receiver, or changes how. */
  'delivery.configure': {
    capability: 'delivery.configure',
    input: z.strictObject({
      ...receiverSchema.omit({ hasToken: true }).shape,
      receiverId: z
        .string()
        .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'Name it in small letters, digits and hyphens.'),
      url: z.string().max(2000),
      deskName: z.string().trim().min(1, 'Name this desk.').max(100),
      /** The bearer token; null keeps the one there is, empty has none. It goes into no fact. */
      token: z.string().max(4000).nullable(),
    }),
    output: nothing,
  },
  'delivery.remove': {
    capability: 'delivery.configure',
    input: z.strictObject({ receiverId: z.string().max(40) }),
    output: nothing,
  },
  /** Calls nobody for certain alerts for a time. Critical alerts are never silenced. */
  'silence.make': {
    capability: 'alert.silence',
    input: z.strictObject({
      ...silencedSchema.shape,
      minutes: z.number().int().min(1).max(longestSilenceMinutes),
      reason: note.min(1, 'Say why: the reason goes on record.'),
    }),
    output: z.object({ silenceId: z.string() }),
  },
  /** Ends a silence before its time. */
  'silence.end': {
    capability: 'alert.silence',
    input: z.strictObject({
      silenceId: z.string().max(100),
      reason: note.min(1, 'Say why: the reason goes on record.'),
    }),
    output: nothing,
  },
  /** Takes the broker's figure for a break as the desk's own; on record with who and why. */
  'break.accept': {
    capability: 'break.accept',
    input: z.strictObject({
      breakId: z.string(),
      note: note.min(1, 'Write a note: why the broker’s figure is the right one.'),
    }),
    output: nothing,
  },
  /** Starts a fault at the simulated gateway that came with this desk. Refused with any other gateway. */
  'simulator.inject': {
    capability: 'simulator.control',
    input: z.strictObject({ fault: simulatorFaultSchema }),
    output: nothing,
  },
  /** Ends one lasting fault, or with null all of them. */
  'simulator.clear': {
    capability: 'simulator.control',
    input: z.strictObject({ faultId: z.number().int().nullable() }),
    output: nothing,
  },
  'simulator.set-speed': {
    capability: 'simulator.control',
    input: z.strictObject({ speed: z.number().min(1).max(1000) }),
    output: nothing,
  },
  /** A page of the journal, newest first. */
  'journal.read': {
    capability: 'journal.read',
    input: z.strictObject({
      beforeSeq: z.number().int().positive().nullable(),
      limit: z.number().int().min(1).max(1000),
      /** Any of these; none of them is every kind. */
      kinds: z.array(z.string().max(100)).max(200),
      /** Who did it: a person's id, or `desk`. */
      by: z.string().max(100).nullish(),
      /** From which window, as a fact names it. */
      window: z.string().max(100).nullish(),
      orderRef: z.string().nullable(),
      /** Everything that names the instrument, and every fact of an order in it. */
      instrumentId: z.number().int().positive().nullish(),
      /** At or after, and before. */
      from: factTime.nullish(),
      to: factTime.nullish(),
      text: z.string().max(200).nullable(),
    }),
    output: z.object({ entries: z.array(journalEntrySchema), more: z.boolean() }),
  },
  /** Recomputes the chain and every derived table from the journal and compares. */
  'journal.verify': {
    capability: 'journal.read',
    input: nothing,
    output: z.object({
      ok: z.boolean(),
      facts: z.number().int(),
      /** The first difference, in a sentence; null when there is none. */
      difference: z.string().nullable(),
    }),
  },
  /** Begins an attempt to pass the readiness checks of some phases. One attempt runs at a time. */
  'readiness.start': {
    capability: 'readiness.run',
    input: z.strictObject({
      phases: z.array(phaseSchema).min(1, 'Choose at least one phase.').max(6),
      /** What chance in its checks is drawn from; null takes any. */
      seed: z.number().int().min(0).max(maxSeed).nullable(),
    }),
    output: z.object({ attemptId: z.string() }),
  },
  /** Stops the attempt that runs; what has run stays on record. */
  'readiness.stop': {
    capability: 'readiness.run',
    input: z.strictObject({ reason: dueReason }),
    output: nothing,
  },
  /** Goes on with an attempt that was stopped or interrupted: what has run in it is not run again. */
  'readiness.resume': {
    capability: 'readiness.run',
    input: z.strictObject({ attemptId: z.string().min(1).max(100) }),
    output: nothing,
  },
  /** One attempt with every run in it. */
  'readiness.read-attempt': {
    capability: 'desk.view',
    input: z.strictObject({ attemptId: z.string().min(1).max(100) }),
    output: z.object({
      attempt: attemptSchema,
      score: readinessScoreSchema,
      runs: z.array(checkRunSchema),
    }),
  },
  /** Every run of a check, oldest first. */
  'readiness.check-history': {
    capability: 'desk.view',
    input: z.strictObject({ checkId: z.string().min(1).max(100) }),
    output: z.object({ entries: z.array(checkHistoryEntrySchema) }),
  },
  /** Two attempts side by side. */
  'readiness.compare': {
    capability: 'desk.view',
    input: z.strictObject({
      before: z.string().min(1).max(100),
      after: z.string().min(1).max(100),
    }),
    output: z.object({
      /** What of the configuration was not the same, as a clause; null where nothing was. */
      changed: z.string().nullable(),
      checks: z.array(comparedCheckSchema),
    }),
  },
  /** Builds the report of an attempt into a folder of its own beside the evidence. */
  'report.build': {
    capability: 'desk.view',
    input: z.strictObject({ attemptId: z.string().min(1).max(100) }),
    output: z.object({
      folder: z.string(),
      files: z.number().int(),
      /** Each null where it is too large for a window: it lies in the folder. */
      html: z.string().nullable(),
      pdfBase64: z.string().nullable(),
    }),
  },
  'load.read-scenarios': {
    capability: 'desk.view',
    input: nothing,
    output: z.object({ scenarios: loadScenariosSchema, reference: referenceLineSchema }),
  },
  /** Begins a load run. One run or readiness attempt goes on at a time. Resolves once its beginning is on record. */
  'load.start': {
    capability: 'readiness.run',
    input: z.strictObject({
      scenarioId: z.string().min(1).max(100),
      /** Of the market of a desk of its own; null takes any. */
      seed: z.number().int().min(0).max(maxSeed).nullable(),
    }),
    output: z.object({ runId: z.string() }),
  },
  /** Stops the load run that goes on; what was measured is kept. Resolves once its end is on record. */
  'load.stop': {
    capability: 'readiness.run',
    input: z.strictObject({ reason: dueReason }),
    output: nothing,
  },
  /** From now on runs of its scenario are compared with this one, or with none. */
  'load.set-baseline': {
    capability: 'readiness.run',
    input: z.strictObject({ runId: z.string().min(1).max(100), isBaseline: z.boolean() }),
    output: nothing,
  },
  /** What a run left in its folder, if it is as it was recorded. */
  'load.read-run': {
    capability: 'desk.view',
    input: z.strictObject({ runId: z.string().min(1).max(100) }),
    output: z.object({ series: loadSeriesSchema }),
  },
  /** Of a screen that watches a load run: how many frames it drew in the last second. */
  'load.note-frames': {
    capability: 'desk.view',
    input: z.strictObject({ framesPerSecond: z.number().min(0).max(1000) }),
    output: nothing,
  },
  /** A person has seen to an item of the go-live checklist. What they attach is copied, and its hash is on record. */
  'checklist.tick': {
    capability: 'readiness.run',
    input: z.strictObject({
      itemId: z.string().max(100),
      note: note.min(1, 'Write what you looked at: it goes on record.'),
      attachment: z
        .strictObject({
          name: z
            .string()
            .max(100)
            .regex(
              /^[A-Za-z0-9][A-Za-z0-9 ._-]*$/,
              'Name the file in letters, digits, spaces, dots and hyphens.',
            ),
          /** Of at most 2 MiB. */
          base64: z
            .base64('The attached file did not arrive whole.')
            .max(mostBase64, 'Attach a file of at most 2 MB.'),
        })
        .nullable(),
    }),
    output: nothing,
  },
  'checklist.untick': {
    capability: 'readiness.run',
    input: z.strictObject({ itemId: z.string().max(100), reason: dueReason }),
    output: nothing,
  },
  /** Proposes that a check that has not passed is accepted for a time; a second person approves it. */
  'waiver.propose': {
    capability: 'waiver.propose',
    input: z.strictObject({
      checkId: z.string().max(100),
      owner: note.min(1, 'Say who answers for it.'),
      reason: dueReason,
      compensatingControl: note.min(1, 'Say what is done instead meanwhile.'),
      expiresAt: factTime,
    }),
    output: z.object({ proposalId: z.string() }),
  },
  /** Signs an attempt: first a tester, then a risk officer who is another person. The second issues the certificate. */
  'readiness.sign': {
    capability: 'readiness.sign',
    input: z.strictObject({
      attemptId: z.string().min(1).max(100),
      /** Of who signs; null on a practice desk, which has none. */
      passphrase: passphrase.nullable(),
      statement: note.min(1, 'Say what you sign for.'),
      /** From the end of the attempt; the shortest of both signatures holds. Without it as long as a certificate can be. */
      validDays: validDaysSchema.optional(),
    }),
    output: z.object({
      signature: signatureSchema,
      /** Null after the first signature. */
      certificateId: z.string().nullable(),
    }),
  },
} as const satisfies Record<string, CommandDeclaration>;

export type CommandName = keyof typeof commands;
export type CommandInput<C extends CommandName> = z.infer<(typeof commands)[C]['input']>;
export type CommandOutput<C extends CommandName> = z.infer<(typeof commands)[C]['output']>;
