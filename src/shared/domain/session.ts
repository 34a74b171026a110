import { z } from 'zod';

import { personSchema, roleSchema } from './people.ts';

/** Who is at a window of the console, and who could be. */
export const sessionSchema = z.object({
  windowId: z.string(),
  state: z.enum(['signed-out', 'active', 'locked']),
  /** Who is signed in, or has locked the window; null where nobody is. */
  person: personSchema.nullable(),
  /** Whether this is a practice desk, whose ready-made people need no passphrase. */
  practice: z.boolean(),
  /** Everybody who may sign in, in the order they came to the desk. */
  people: z.array(personSchema),
  /** Roles that nobody has and without which no order is placed. */
  missingRoles: z.array(roleSchema),
  /** Milliseconds without a command after which the window locks itself; null where it never does. */
  lockAfterMs: z.number().nullable(),
});
export type Session = z.infer<typeof sessionSchema>;
