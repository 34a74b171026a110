import { z } from 'zod';

import { checkRunSchema, phaseSchema } from './readiness.ts';

/** A run of a check, and the attempt it was in. */
export const checkHistoryEntrySchema = z.object({
  attemptId: z.string(),
  seed: z.number().int(),
  run: checkRunSchema,
});
export type CheckHistoryEntry = z.infer<typeof checkHistoryEntrySchema>;

/** A check in two attempts. */
export const comparedCheckSchema = z.object({
  checkId: z.string(),
  title: z.string(),
  phase: phaseSchema,
  /** Null where it was not part of that attempt. */
  before: checkRunSchema.nullable(),
  after: checkRunSchema.nullable(),
  /** Whether its result is worse or better than before; `new` and `gone` where there is nothing to compare. */
  outcome: z.enum(['worse', 'better', 'same', 'new', 'gone']),
  slower: z.boolean(),
  /** Whether it has both passed and failed under one configuration, in any attempts. */
  flaky: z.boolean(),
  /** Figures that came closer to their thresholds or went beyond them, in words. */
  figures: z.array(z.string()),
});
export type ComparedCheck = z.infer<typeof comparedCheckSchema>;
