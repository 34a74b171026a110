import { z } from 'zod';

import { waiverSchema } from './certification.ts';
import { limitsDifferenceSchema } from './limits-difference.ts';
import { recordedLimitsSchema } from './limits.ts';
import type { Capability } from './people.ts';
import { tradingStateSchema } from './trading-state.ts';

const waivedSchema = waiverSchema.pick({
  checkId: true,
  owner: true,
  compensatingControl: true,
  expiresAt: true,
});

/** What of a change is agreed between two people: new limits, trading again after a kill or a loss, or a gap in readiness. */
export const proposedChangeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('limits'),
    /** The version they were made from. They are approved in its place alone. */
    baseVersion: z.number().int().positive(),
    /** All of them, with the version they will have. */
    limits: recordedLimitsSchema,
  }),
  z.object({
    kind: z.literal('rearm'),
    /** Null for the whole desk. */
    instrumentId: z.number().int().nullable(),
    state: tradingStateSchema.exclude(['HALTED']),
    /** Seq of the fact that set the state it is to leave. It is approved while no other has. */
    baseSeq: z.number().int().positive(),
  }),
  z.object({
    kind: z.literal('waiver'),
    ...waivedSchema.shape,
  }),
]);
export type ProposedChange = z.infer<typeof proposedChangeSchema>;
export type ProposalKind = ProposedChange['kind'];

/** What is recorded when a proposal is decided. */
export const proposalDecisionSchema = z.object({
  proposalId: z.string(),
  what: z.enum(['limits', 'rearm', 'waiver']),
  madeBy: z.string(),
  /** Why it was decided so. */
  reason: z.string(),
});

/** What a person needs to propose a change, and what another needs to decide it. */
export const proposalCapabilities: Readonly<
  Record<ProposalKind, { readonly propose: Capability; readonly decide: Capability }>
> = {
  limits: { propose: 'limits.propose', decide: 'limits.approve' },
  rearm: { propose: 'trading-state.set', decide: 'trading-state.set' },
  waiver: { propose: 'waiver.propose', decide: 'readiness.approve' },
};

export const proposalStateSchema = z.enum(['pending', 'approved', 'rejected', 'withdrawn']);

/** A proposal as it stands, with what a second person must see before they decide it. */
export const proposalSchema = z.object({
  proposalId: z.string(),
  change: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('limits'),
      baseVersion: z.number().int(),
      /** Every place at which they differ from those they were made from. */
      differences: z.array(limitsDifferenceSchema),
    }),
    z.object({
      kind: z.literal('rearm'),
      instrumentId: z.number().int().nullable(),
      from: tradingStateSchema,
      to: tradingStateSchema,
      baseSeq: z.number().int(),
    }),
    z.object({ kind: z.literal('waiver'), ...waivedSchema.shape }),
  ]),
  /** Why it is proposed. */
  reason: z.string(),
  /** Id of the person who made it. */
  madeBy: z.string(),
  /** ISO-8601 UTC. */
  madeAt: z.string(),
  state: proposalStateSchema,
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  decisionReason: z.string().nullable(),
  /** Why it can be approved no more, in a sentence; null while it can. */
  outdated: z.string().nullable(),
});
export type Proposal = z.infer<typeof proposalSchema>;
