import { z } from 'zod';

import { limitScopeSchema } from './limits.ts';

export const verdictOutcomeSchema = z.enum(['pass', 'deny', 'warn', 'skipped', 'unevaluable']);
/** `unevaluable` counts as a denial: a control that cannot be evaluated denies. */
export type VerdictOutcome = z.infer<typeof verdictOutcomeSchema>;

/** The answer of one control on one order. */
export const verdictSchema = z.object({
  controlId: z.string(),
  title: z.string(),
  outcome: verdictOutcomeSchema,
  /** One plain sentence for every outcome but `pass`: what is above what, or why it was skipped. */
  message: z.string().nullable(),
  observed: z.number().nullable(),
  limit: z.number().nullable(),
  unit: z.string().nullable(),
  /** Whose limit it is, where one for some orders alone is tighter than the desk's; null where it is the desk's. */
  scope: limitScopeSchema.nullable().default(null),
  /** A hard one cannot be overridden by the person it binds. A soft one that denies asks for a reason. */
  hard: z.boolean().default(true),
  /** Why a person overrode this soft control, which then warns where it would deny; null where nobody did. */
  overrideReason: z.string().nullable().default(null),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** Whether nothing but soft controls denies: with a reason the order may leave. False where none denies. */
export function asksForReason(verdicts: readonly Verdict[]): boolean {
  const denials = verdicts.filter(isDenial);
  return denials.length > 0 && denials.every(({ hard, outcome }) => !hard && outcome === 'deny');
}

export function isDenial(verdict: Verdict): boolean {
  return verdict.outcome === 'deny' || verdict.outcome === 'unevaluable';
}

/** How much of an instrument the desk holds and has working; quantities are not signed except `position`. */
export interface InstrumentExposure {
  /** Signed: negative is short. */
  position: number;
  workingBuy: number;
  workingSell: number;
}
