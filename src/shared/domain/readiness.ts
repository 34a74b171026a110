import { z } from 'zod';

import { gatewayKindSchema } from './gateway.ts';

/** Seeds are whole numbers from 0 to this. */
export const maxSeed = 2 ** 32 - 1;

/** The readiness phases, in the order in which they are gone through. */
export const phaseSchema = z.literal([1, 2, 3, 4, 5, 6]);
export type Phase = z.infer<typeof phaseSchema>;

export const phases: readonly { phase: Phase; title: string; proves: string }[] = [
  {
    phase: 1,
    title: 'Framework',
    proves:
      'Every component answers, the journal is intact, and what is installed is what is certified.',
  },
  {
    phase: 2,
    title: 'Market data and IB integration',
    proves: 'The gateway is the right one, and its data is complete, orderly and in time.',
  },
  {
    phase: 3,
    title: 'Execution and paper trading',
    proves: 'Orders live as they should, and every cent agrees with the broker.',
  },
  {
    phase: 4,
    title: 'Performance and load',
    proves: 'The desk bears more than its day brings, and says where it no longer does.',
  },
  {
    phase: 5,
    title: 'Risk and monitoring',
    proves: 'Every control denies what it must, and every breach reaches a person in time.',
  },
  {
    phase: 6,
    title: 'Documentation and certification',
    proves: 'The evidence is whole and true, and two people answer for it.',
  },
];

/** Skipped is not passed. What is waived is a failed or skipped check that two people have accepted for a time. */
export const checkResultSchema = z.enum(['passed', 'failed', 'skipped']);

export const thresholdSchema = z.object({
  compare: z.enum(['at-most', 'at-least', 'exactly']),
  /** In the unit of its figure. */
  value: z.number(),
});
export type Threshold = z.infer<typeof thresholdSchema>;

/** One measured number. */
export const figureSchema = z.object({
  /** Kebab-case, one of a kind in its check: what runs are compared by. */
  figureId: z.string(),
  title: z.string(),
  /** Null where it could not be measured: then its threshold does not hold. */
  value: z.number().nullable(),
  unit: z.string(),
  /** Null where it only informs. */
  threshold: thresholdSchema.nullable(),
});
export type Figure = z.infer<typeof figureSchema>;

/** Whether a figure is what it must be; one without a threshold always is. */
export function holds({ value, threshold }: Figure): boolean {
  if (threshold === null) return true;
  if (value === null || Number.isNaN(value)) return false;
  switch (threshold.compare) {
    case 'at-most':
      return value <= threshold.value;
    case 'at-least':
      return value >= threshold.value;
    case 'exactly':
      return value === threshold.value;
  }
}

/** A file a check has left in the attempt's folder. */
export const evidenceSchema = z.object({
  /** Its name in the folder. */
  file: z.string(),
  title: z.string(),
  /** Of the file's bytes, lower-case hex. */
  sha256: z.string(),
  bytes: z.number().int().nonnegative(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** What is fixed about a check: what it proves, and what it weighs. */
export const checkListingSchema = z.object({
  /** Kebab-case; never given to another check. */
  checkId: z.string(),
  title: z.string(),
  /** Why it matters, one sentence. */
  why: z.string(),
  phase: phaseSchema,
  /** Its share of the phase's score, in points. */
  weight: z.number().positive(),
  /** A failed or missing critical check is a no, whatever the score. */
  critical: z.boolean(),
  /** Whether it proves that a planted defect is noticed. */
  negativeControl: z.boolean(),
  gateways: z.array(gatewayKindSchema),
  /** It runs on a simulated gateway of its own, whichever the desk's is: it proves the program and the limits, not the gateway. */
  ownGateway: z.literal(true).optional(),
  /** Checks that must have passed first, in the same attempt. */
  needs: z.array(z.string()),
});
export type CheckListing = z.infer<typeof checkListingSchema>;

/** One execution of one check. */
export const checkRunSchema = z.object({
  checkId: z.string(),
  /** As it was when it ran, so that an old run reads as it did. */
  title: z.string(),
  phase: phaseSchema,
  weight: z.number().positive(),
  critical: z.boolean(),
  result: checkResultSchema,
  /** What was found, or why it was skipped; one or more plain sentences. */
  sentence: z.string(),
  figures: z.array(figureSchema),
  evidence: z.array(evidenceSchema),
  /** ISO-8601 UTC. */
  beganAt: z.string(),
  durationMs: z.number().nonnegative(),
});
export type CheckRun = z.infer<typeof checkRunSchema>;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Everything that a certificate is for: once one of them changes, what was proven was proven of something else. */
export const configurationSchema = z.object({
  version: z.string(),
  /** The commit it was built from; null where that is not known. */
  commit: z.string().nullable(),
  limitsVersion: z.number().int(),
  /** Of the limits in force, alert rules apart. */
  limitsHash: sha256,
  /** Of the monitors' thresholds, holds and actions. */
  alertRulesHash: sha256,
  /** Of what the kill switch does. */
  killSwitchHash: sha256,
});
export type Configuration = z.infer<typeof configurationSchema>;

/** Where an attempt was made. */
export const environmentSchema = z.object({
  gatewayKind: gatewayKindSchema,
  /** Null where the gateway did not say. */
  serverVersion: z.number().int().nullable(),
  accountId: z.string().nullable(),
  /** `live`, `delayed` …, with commas between where the instruments differ; null where no quote has come yet. */
  marketData: z.string().nullable(),
  platform: z.string(),
  processor: z.string(),
  cores: z.number().int(),
  memoryBytes: z.number(),
  nodeVersion: z.string(),
});
export type Environment = z.infer<typeof environmentSchema>;

export const attemptStateSchema = z.enum(['running', 'completed', 'stopped', 'interrupted']);

/** Some or all phases gone through, in one go. */
export const attemptSchema = z.object({
  attemptId: z.string(),
  phases: z.array(phaseSchema),
  /** What chance in its checks was drawn from. */
  seed: z.number().int(),
  state: attemptStateSchema,
  /** Who began it. */
  by: z.string(),
  /** ISO-8601 UTC. */
  beganAt: z.string(),
  endedAt: z.string().nullable(),
  configuration: configurationSchema,
  environment: environmentSchema,
});
export type Attempt = z.infer<typeof attemptSchema>;
