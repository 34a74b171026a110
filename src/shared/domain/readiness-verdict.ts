import { z } from 'zod';

import { attemptSchema, checkListingSchema, checkRunSchema, phaseSchema } from './readiness.ts';

export const phaseScoreSchema = z.object({
  phase: phaseSchema,
  /** Weight of the passed checks over that of all, 0 to 1. */
  share: z.number(),
  checks: z.number().int(),
  passed: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
  /** Of those failed or skipped, how many two people have accepted. */
  waived: z.number().int(),
  /** Of all its runs together. */
  durationMs: z.number(),
  /** ISO-8601 UTC; null where nothing has run. */
  lastRunAt: z.string().nullable(),
  state: z.enum(['not-run', 'passed', 'incomplete', 'failed']),
});
export type PhaseScore = z.infer<typeof phaseScoreSchema>;

export const readinessScoreSchema = z.object({
  share: z.number(),
  phases: z.array(phaseScoreSchema),
  /** Every check that stands in the way, and why. */
  blockers: z.array(z.object({ checkId: z.string(), sentence: z.string() })),
});
export type ReadinessScore = z.infer<typeof readinessScoreSchema>;

export const readinessVerdictSchema = z.enum([
  'not-ready',
  'rehearsed',
  'ready-for-sign-off',
  'certified',
  'expired',
  'invalidated',
]);
export type ReadinessVerdict = z.infer<typeof readinessVerdictSchema>;

/** What each verdict says. */
export const verdictWords: Readonly<Record<ReadinessVerdict, { title: string; means: string }>> = {
  'not-ready': { title: 'Not ready', means: 'Something stands in the way.' },
  rehearsed: {
    title: 'Rehearsed',
    means:
      'Everything that must pass has passed on the simulated gateway. It says nothing of a broker.',
  },
  'ready-for-sign-off': {
    title: 'Ready for sign-off',
    means: 'Everything that must pass has passed. A tester and a risk officer have to sign.',
  },
  certified: { title: 'Certified', means: 'Two people have signed for what was proven.' },
  expired: { title: 'Expired', means: 'What was proven is too long ago.' },
  invalidated: {
    title: 'Invalidated',
    means: 'What was certified has changed since.',
  },
};

/** How ready the desk is by its latest attempt. */
export const readinessStatusSchema = z.object({
  key: z.literal('readiness'),
  verdict: readinessVerdictSchema,
  /** By the latest run of every check under the configuration of now. */
  score: readinessScoreSchema,
  /** The attempt that runs, else the latest; null before the first. */
  attempt: attemptSchema.nullable(),
  /** What runs now; null where nothing does. */
  doing: z
    .object({
      checkId: z.string(),
      /** 0 to 1; null while the check does not say. */
      share: z.number().nullable(),
      /** What it does, in a few words. */
      doing: z.string(),
      /** Of the attempt's checks, how many have run and how many there are. */
      ran: z.number().int(),
      checks: z.number().int(),
    })
    .nullable(),
});
export type ReadinessStatus = z.infer<typeof readinessStatusSchema>;

export const checkStatusSchema = checkListingSchema.extend({
  state: z.enum(['not-run', 'waiting', 'running', 'passed', 'failed', 'skipped']),
  /** The latest, whatever the configuration was; null before the first. */
  run: checkRunSchema.nullable(),
  /** The attempt the run is of. */
  attemptId: z.string().nullable(),
  /** Whether what is certified has changed since it ran. */
  outdated: z.boolean(),
});
export type CheckStatus = z.infer<typeof checkStatusSchema>;

export const attemptRowSchema = attemptSchema.extend({
  share: z.number(),
  passed: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
});
export type AttemptRow = z.infer<typeof attemptRowSchema>;
