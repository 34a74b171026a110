import { z } from 'zod';

import {
  configurationSchema,
  environmentSchema,
  evidenceSchema,
  figureSchema,
  phaseSchema,
} from './readiness.ts';

/** What people have to see to themselves before the desk goes live: no program can prove it. */
export const checklistItemSchema = z.strictObject({
  /** Kebab-case; never given to another item. */
  itemId: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  area: z.string().min(1),
  title: z.string().min(1),
  /** What to look at or do, and when it may be ticked. */
  how: z.string().min(1),
});
export type ChecklistItem = z.infer<typeof checklistItemSchema>;

export const checklistSchema = z.strictObject({
  /** Goes up with every change: what was ticked under another version does not count. */
  version: z.number().int().positive(),
  items: z.array(checklistItemSchema).min(1),
});
export type Checklist = z.infer<typeof checklistSchema>;

/** A person says that an item of the checklist is done. */
export const tickSchema = z.object({
  itemId: z.string(),
  /** As it read when it was ticked. */
  title: z.string(),
  checklistVersion: z.number().int(),
  note: z.string(),
  /** What they left with it: a copy in the desk's own folder; null for nothing. */
  attachment: evidenceSchema.nullable(),
  /** Of what it was ticked: once that changes it has to be looked at again. */
  configuration: configurationSchema,
});
export type Tick = z.infer<typeof tickSchema>;

export const checklistRowSchema = checklistItemSchema.extend({
  checklistVersion: z.number().int(),
  tick: tickSchema
    .extend({
      by: z.string(),
      /** ISO-8601 UTC. */
      at: z.string(),
    })
    .nullable(),
  /** Why its tick does not count any more, in a sentence; null where it does, or where there is none. */
  outdated: z.string().nullable(),
});
export type ChecklistRow = z.infer<typeof checklistRowSchema>;

/** A gap that two people have accepted for a time. */
export const waiverSchema = z.object({
  /** Of the proposal it was agreed on. */
  waiverId: z.string(),
  checkId: z.string(),
  /** Who answers for the gap. */
  owner: z.string(),
  reason: z.string(),
  /** What is done instead meanwhile. */
  compensatingControl: z.string(),
  /** ISO-8601 UTC. */
  expiresAt: z.string(),
  proposedBy: z.string(),
  approvedBy: z.string(),
});
export type Waiver = z.infer<typeof waiverSchema>;

export const waiverRowSchema = waiverSchema.extend({
  /** ISO-8601 UTC. */
  approvedAt: z.string(),
  expired: z.boolean(),
});
export type WaiverRow = z.infer<typeof waiverRowSchema>;

/** No gap is accepted for longer, days; who wants it longer says so again. */
export const longestWaiverDays = 90;

/** As whom a person signs. The tester says what was proven, the risk officer accepts it. */
export const signerSchema = z.enum(['tester', 'risk-officer']);
export type Signer = z.infer<typeof signerSchema>;

/**
 * A certificate is for this long from the end of its attempt, days, unless a signature says less. Source:
 * reference/controls.md, Certificate.
 */
export const certificateDays = 90;

/** For how many days at most a signature stands, from the end of the attempt: what was proven grows old. */
export const validDaysSchema = z.number().int().min(1).max(certificateDays);

export const signatureSchema = z.object({
  attemptId: z.string(),
  as: signerSchema,
  /** A person's id. */
  by: z.string(),
  name: z.string(),
  statement: z.string(),
  /** The first signatures were given without. */
  validDays: validDaysSchema.optional(),
});
export type Signature = z.infer<typeof signatureSchema>;

/** Something that must be proven, why, and by which checks. */
export const requirementSchema = z.strictObject({
  requirementId: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: z.string().min(1),
  /** The rule, page or promise it comes from. */
  source: z.string().min(1),
  /** Ids of the checks that prove it. */
  checks: z.array(z.string()).min(1),
});
export type Requirement = z.infer<typeof requirementSchema>;

/** What was proven, on what, by whom, and nothing more. Source: reference/controls.md, Certificate. */
export const certificateSchema = z.object({
  certificateId: z.string(),
  attemptId: z.string(),
  /** On the simulated gateway it is a rehearsal, and lets nobody go live. */
  rehearsal: z.boolean(),
  /** ISO-8601 UTC; no later than its signatures say, nor than the end of a waiver without which it could not have been signed. */
  expiresAt: z.string(),
  configuration: configurationSchema,
  environment: environmentSchema,
  /** What chance in its checks was drawn from. */
  seed: z.number().int(),
  /** Weighted share of passed checks, 0 to 1. */
  share: z.number(),
  /** Every check of the attempt with what it left. */
  checks: z.array(
    z.object({
      checkId: z.string(),
      title: z.string(),
      phase: phaseSchema,
      result: z.enum(['passed', 'failed', 'skipped', 'waived']),
      /** Whether it proved that a planted defect is noticed. */
      negativeControl: z.boolean(),
      /** As measured, on the machine of `environment`; the first certificates were issued without. */
      figures: z.array(figureSchema).optional(),
      evidence: z.array(evidenceSchema.pick({ file: true, sha256: true })),
    }),
  ),
  requirements: z.array(requirementSchema),
  waivers: z.array(waiverSchema),
  checklistVersion: z.number().int(),
  ticks: z.array(
    tickSchema.omit({ configuration: true }).extend({ by: z.string(), at: z.string() }),
  ),
  signatures: z.array(signatureSchema.extend({ at: z.string() })),
  /** What it does not prove, each a sentence. */
  notProven: z.array(z.string()),
  /** How many attempts there are on record, this one with them. */
  attempts: z.number().int(),
  /** The journal's last fact before it. */
  journal: z.object({ seq: z.number().int(), hash: z.string() }),
});
export type Certificate = z.infer<typeof certificateSchema>;

/** How the latest certificate stands, and what stands in the way of the next signature. */
export const certificateStatusSchema = z.object({
  key: z.literal('certificate'),
  state: z.enum(['none', 'in-force', 'expired', 'invalidated']),
  certificate: certificateSchema.nullable(),
  /** ISO-8601 UTC; null where there is none. */
  issuedAt: z.string().nullable(),
  /** Why it is not in force any more, in a sentence; null where it is. */
  endedBecause: z.string().nullable(),
  signing: z.object({
    /** The attempt that would be signed; null where there is none of every phase. */
    attemptId: z.string().nullable(),
    /** Those it has. */
    signatures: z.array(signatureSchema.extend({ at: z.string() })),
    /** Whose turn it is; null where both have signed. */
    next: signerSchema.nullable(),
    /** What stands in the way, each a sentence; empty where it can be signed. */
    obstacles: z.array(z.string()),
  }),
});
export type CertificateStatus = z.infer<typeof certificateStatusSchema>;
export type CertificateState = CertificateStatus['state'];
