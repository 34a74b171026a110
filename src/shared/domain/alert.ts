import { z } from 'zod';

export const severitySchema = z.enum(['info', 'warning', 'critical']);
export type Severity = z.infer<typeof severitySchema>;

export const alertStateSchema = z.enum(['open', 'acknowledged', 'resolved']);
export type AlertState = z.infer<typeof alertStateSchema>;

/** A condition a person must see. The same condition seen again counts up instead of raising a second alert. */
export const alertSchema = z.object({
  alertId: z.string(),
  /** Rule and subject, for example `order-unacknowledged:01J…`; one unresolved alert per fingerprint. */
  fingerprint: z.string(),
  rule: z.string(),
  severity: severitySchema,
  title: z.string(),
  /** What was seen, against what, and what it means for orders. */
  detail: z.string(),
  state: alertStateSchema,
  /** Whether the condition itself is over; apart from a person closing the alert. */
  conditionCleared: z.boolean(),
  count: z.number().int().positive(),
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
  orderRef: z.string().nullable(),
  instrumentId: z.number().int().nullable(),
  acknowledgedBy: z.string().nullable(),
  acknowledgedAt: z.string().nullable(),
  note: z.string().nullable(),
  resolvedBy: z.string().nullable(),
  resolvedAt: z.string().nullable(),

  // What follows is not on the facts of the first journals: each has a default that stands for those.
  /** What was measured when it was raised or last grew worse, in `unit`; null where the rule compares no figures. */
  observed: z.number().nullable().default(null),
  /** What the figure was compared with, in `unit`. */
  threshold: z.number().nullable().default(null),
  unit: z.string().nullable().default(null),
  /** Version of the limits the threshold is from; null where it is not a limit. */
  limitsVersion: z.number().int().nullable().default(null),
  /** Who looks after it: the person who acknowledged it last, also once it is open again. */
  owner: z.string().nullable().default(null),
  /** When it became open, the first time or again; null while it has only ever been inhibited. */
  openedAt: z.string().nullable().default(null),
  /** Until when a person must have acknowledged it; null where its severity leaves the time open. */
  acknowledgeBy: z.string().nullable().default(null),
  /** When that time ran out while it was open; null when it did not, or has been acknowledged since. */
  escalatedAt: z.string().nullable().default(null),
  /** How often it was escalated, all in all. */
  escalations: z.number().int().nonnegative().default(0),
  /** How often it was acknowledged and then opened again because it grew worse or came back. */
  reopenings: z.number().int().nonnegative().default(0),
  /** How many of its openings a person has acknowledged. Each that opens again is counted anew. */
  acknowledgements: z.number().int().nonnegative().default(0),
  /** How long those took together, each from its opening to its acknowledgement, milliseconds. */
  acknowledgedInMs: z.number().int().nonnegative().default(0),
  /** Who placed the order it is about, by personId; null where it is about none. */
  placedBy: z.string().nullable().default(null),
  /** Whether it was acknowledged by the person whose own order it is about, for want of another. */
  ownOrder: z.boolean().default(false),
  /** When the condition was seen to be over; null while it holds, and for an event. */
  clearedAt: z.string().nullable().default(null),
  /**
   * Fingerprint of the alert that explains this one and stands for it; null where none does. While it is set nobody is
   * called for this alert and its time to be acknowledged does not run.
   */
  inhibitedBy: z.string().nullable().default(null),
});
export type Alert = z.infer<typeof alertSchema>;

/** How an alert stands that nobody has done anything about, where its rule compares no figures. */
export const untouchedAlert = {
  acknowledgedBy: null,
  acknowledgedAt: null,
  note: null,
  resolvedBy: null,
  resolvedAt: null,
  observed: null,
  threshold: null,
  unit: null,
  limitsVersion: null,
  owner: null,
  openedAt: null,
  acknowledgeBy: null,
  escalatedAt: null,
  escalations: 0,
  reopenings: 0,
  acknowledgements: 0,
  acknowledgedInMs: 0,
  placedBy: null,
  ownOrder: false,
  clearedAt: null,
  inhibitedBy: null,
} as const satisfies Partial<Alert>;

/**
 * How long a person may take to acknowledge, milliseconds; null where it may wait. The desk's own choice: five minutes
 * are what a person away from the screen needs to come back to it; a warning must not outlive half an hour unseen.
 */
export const acknowledgeWithinMs: Record<Severity, number | null> = {
  critical: 5 * 60_000,
  warning: 30 * 60_000,
  info: null,
};

/** What can happen to an alert. */
export const alertChangeSchema = z.enum([
  'raised',
  'repeated',
  'acknowledged',
  'cleared',
  'reopened',
  'resolved',
  'escalated',
  'inhibited',
  'released',
]);
export type AlertChange = z.infer<typeof alertChangeSchema>;
