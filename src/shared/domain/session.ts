import { z } from 'zod';

import { personSchema } from './people.ts';

/** Who is at a window of the console, and who could be. */
export const sessionSchema = z.object({
  windowId: z.string(),
  state: z.enum(['signed-out', 'active']),
  /** Who is signed in; null where nobody is. */
  person: personSchema.nullable(),
  /** Whether this is a practice desk, whose ready-made people need no passphrase. */
  practice: z.boolean(),
  /** Everybody who may sign in, in the order they came to the desk. */
  people: z.array(personSchema),
});
export type Session = z.infer<typeof sessionSchema>;
