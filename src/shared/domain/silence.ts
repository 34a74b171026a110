import { z } from 'zod';

import type { Alert } from './alert.ts';
import { titleOfRule } from './alert-titles.ts';
import type { EpochMs } from './ports.ts';

/** The alerts a silence is over: those that meet every one of these that is not null. At least one is not. */
export const silencedSchema = z.object({
  rule: z.string().nullable(),
  instrumentId: z.number().int().nullable(),
  fingerprint: z.string().nullable(),
});
export type Silenced = z.infer<typeof silencedSchema>;

/**
 * For a time, nobody is called for certain alerts: they are raised, recorded and shown as ever, but make no sound and do
 * not escalate. Critical alerts are never silenced. Model: Alertmanager's silences.
 */
export const silenceSchema = silencedSchema.extend({
  silenceId: z.string(),
  reason: z.string(),
  madeBy: z.string(),
  madeAt: z.string(),
  endsAt: z.string(),
});
export type Silence = z.infer<typeof silenceSchema>;

/** The longest a silence may last, minutes: the desk's own choice, so that each day a person decides anew. */
export const longestSilenceMinutes = 24 * 60;

/** Whether these alerts are meant, whatever their severity and state. */
export function isMeant(
  { rule, instrumentId, fingerprint }: Silenced,
  alert: Pick<Alert, 'rule' | 'instrumentId' | 'fingerprint'>,
): boolean {
  return (
    (rule === null || rule === alert.rule) &&
    (instrumentId === null || instrumentId === alert.instrumentId) &&
    (fingerprint === null || fingerprint === alert.fingerprint)
  );
}

/** What of an alert decides whether a silence is over it. */
type Silenceable = Pick<Alert, 'rule' | 'instrumentId' | 'fingerprint' | 'severity' | 'placedBy'>;

/**
 * Whether a silence, while it lasts, is over an alert. Over a critical one none is; nor is one over an alert about an order
 * of the person who made it, also where the alert came later: nobody silences a breach of their own order. Source:
 * docs/decisions/own-orders.md.
 */
export function isSilencedBy(silence: Silence, alert: Silenceable): boolean {
  return (
    alert.severity !== 'critical' && alert.placedBy !== silence.madeBy && isMeant(silence, alert)
  );
}

/** The silence that an alert is under at a time; null where it is under none. */
export function silenceOver(
  alert: Silenceable,
  silences: Iterable<Silence>,
  at: EpochMs,
): Silence | null {
  for (const silence of silences) {
    if (at < Date.parse(silence.endsAt) && isSilencedBy(silence, alert)) return silence;
  }
  return null;
}

/** What a silence is over, in words: `alerts “Stale quote” on SPY`. */
export function silencedText(
  { rule, instrumentId, fingerprint }: Silenced,
  nameOf: (instrumentId: number) => string,
): string {
  if (fingerprint !== null) return `the alert ${alertText(fingerprint, nameOf)}`;
  const ofRule = rule === null ? 'alerts' : `alerts “${titleOfRule(rule)}”`;
  return instrumentId === null ? ofRule : `${ofRule} on ${nameOf(instrumentId)}`;
}

/** A fingerprint is the rule and, behind a colon, what the alert is about; digits alone are an instrument. */
function alertText(fingerprint: string, nameOf: (instrumentId: number) => string): string {
  const [, rule = fingerprint, subject = ''] = /^([^:]*):(.*)$/.exec(fingerprint) ?? [];
  const title = `“${titleOfRule(rule)}”`;
  if (subject === '') return title;
  return /^\d+$/.test(subject)
    ? `${title} on ${nameOf(Number(subject))}`
    : `${title} of ${subject}`;
}
