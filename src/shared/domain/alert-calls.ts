import type { Alert } from './alert.ts';
import type { EpochMs } from './ports.ts';
import { silenceOver, type Silence } from './silence.ts';

/** Whether nobody is called for it: another alert stands for it, or a person silenced it. */
export type Quiet = 'inhibited' | 'silenced' | null;

export function quietOf(alert: Alert, silences: Iterable<Silence>, now: EpochMs): Quiet {
  if (alert.state !== 'open') return null;
  if (alert.inhibitedBy !== null) return 'inhibited';
  return silenceOver(alert, silences, now) === null ? null : 'silenced';
}

/** Whether nobody acknowledged it in time, and nobody has since. */
export function isLate({ state, escalatedAt }: Alert): boolean {
  return state === 'open' && escalatedAt !== null;
}

/** What a person is called for. */
export interface AlertCall {
  readonly alert: Alert;
  /** Nobody has acknowledged it in time. */
  readonly late: boolean;
  /** Worth a toast, a sound and a word of the system: critical, or late. */
  readonly urgent: boolean;
}

/** What decides whether anybody is called. */
export interface CallContext {
  readonly silences: readonly Silence[];
  readonly now: EpochMs;
}

/** What is called for once: that it is there, each time that it opens again, and each time that nobody came in time. */
function occasionOf({ alertId, reopenings, escalations }: Alert): string {
  return `${alertId} ${reopenings} ${escalations}`;
}

/** Remembers what a person was called for, so that each occasion calls once. */
export class AlertCalls {
  readonly #told = new Set<string>();

  /** Takes what was there before anybody looked as told; what is quiet calls when it is not any more. */
  begin(alerts: Iterable<Alert>, { silences, now }: CallContext): void {
    for (const alert of alerts) {
      if (quietOf(alert, silences, now) === null) this.#told.add(occasionOf(alert));
    }
  }

  /** Of these alerts, those that a person is to be called for now. */
  take(alerts: Iterable<Alert>, { silences, now }: CallContext): AlertCall[] {
    const calls: AlertCall[] = [];
    for (const alert of alerts) {
      const occasion = occasionOf(alert);
      if (alert.state !== 'open' || this.#told.has(occasion)) continue;
      if (quietOf(alert, silences, now) !== null) continue;
      this.#told.add(occasion);
      const late = isLate(alert);
      calls.push({ alert, late, urgent: late || alert.severity === 'critical' });
    }
    return calls;
  }
}

/** Whether the desk says that there are more alerts than a person can work through. */
export function isFlooding(alerts: Iterable<Alert>): boolean {
  for (const { rule, state, conditionCleared } of alerts) {
    if (rule === 'alert-flood' && state !== 'resolved' && !conditionCleared) return true;
  }
  return false;
}

/** What is said once for all that is called for in a flood. */
export function floodText(alerts: Iterable<Alert>): string {
  const open = [...alerts].filter(({ state }) => state === 'open');
  const critical = open.filter(({ severity }) => severity === 'critical').length;
  return `${open.length} alerts are open, ${critical} of them critical. They are called for together until it calms down.`;
}
