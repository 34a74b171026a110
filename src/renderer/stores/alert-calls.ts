import type { Alert } from '#shared/domain/alert.ts';

import { isLate } from './alert-figures.ts';
import { quietOf, type FilterContext } from './alert-queue.ts';

/** What a person is called for. */
export interface AlertCall {
  readonly alert: Alert;
  /** Nobody has acknowledged it in time. */
  readonly late: boolean;
  /** Worth a toast, a sound and a word of the system: critical, or late. */
  readonly urgent: boolean;
}

/** What is called for once: that it is there, each time that it opens again, and each time that nobody came in time. */
function occasionOf({ alertId, reopenings, escalations }: Alert): string {
  return `${alertId} ${reopenings} ${escalations}`;
}

/** Remembers what a person was called for, so that each occasion calls once. */
export class AlertCalls {
  readonly #told = new Set<string>();

  /** Takes what was there before the screen looked as told; what is quiet calls when it is not any more. */
  begin(alerts: Iterable<Alert>, { silences, now }: FilterContext): void {
    for (const alert of alerts) {
      if (quietOf(alert, silences, now) === null) this.#told.add(occasionOf(alert));
    }
  }

  /** Of these alerts, those that a person is to be called for now. */
  take(alerts: Iterable<Alert>, { silences, now }: FilterContext): AlertCall[] {
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
