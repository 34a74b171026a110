import { z } from 'zod';

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
});
export type Verdict = z.infer<typeof verdictSchema>;

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
