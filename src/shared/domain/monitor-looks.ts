import { z } from 'zod';

export const monitorGroupSchema = z.enum(['link', 'orders', 'market', 'loss', 'machine']);
export type MonitorGroup = z.infer<typeof monitorGroupSchema>;

/** When the monitors of a group have looked: proof of what was watched, and where nobody looked. */
export const monitorLooksSchema = z.object({
  group: monitorGroupSchema,
  /** Ids of all of them. */
  monitors: z.array(z.string()),
  /**
   * When all of them have looked, the oldest first: epoch milliseconds, counted on from when the desk was opened, so that
   * a machine whose clock is set makes no gap and hides none. Looks within half a second of the one before are left out.
   */
  looks: z.array(z.number()),
});
export type MonitorLooks = z.infer<typeof monitorLooksSchema>;
