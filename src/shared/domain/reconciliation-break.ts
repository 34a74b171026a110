import { z } from 'zod';

/** A difference between the desk's view and the broker's, with the two values. */
export const breakSchema = z.object({
  /** Kind and subject, for example `position:DU1000001:756733`: the same difference keeps its id. */
  breakId: z.string(),
  kind: z.enum(['position', 'order', 'execution', 'cash', 'account']),
  /** What differs, in words: `Position in SPY`. */
  subject: z.string(),
  /** The desk's value with its unit. */
  desk: z.string(),
  broker: z.string(),
  instrumentId: z.number().int().nullable(),
  orderRef: z.string().nullable(),
  /** Whether a person may take the broker's value over as the desk's. */
  acceptable: z.boolean(),
});
export type Break = z.infer<typeof breakSchema>;

/** A break as the journal holds it: early journals have its sentence and figures alone. */
export const recordedBreakSchema = z.union([
  breakSchema,
  z
    .object({ subject: z.string(), desk: z.string(), broker: z.string() })
    .transform((early): Break => ({
      ...early,
      breakId: early.subject,
      kind: early.subject.startsWith('Position') ? 'position' : 'order',
      instrumentId: null,
      orderRef: null,
      acceptable: false,
    })),
]);
