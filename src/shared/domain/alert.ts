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
});
export type Alert = z.infer<typeof alertSchema>;
