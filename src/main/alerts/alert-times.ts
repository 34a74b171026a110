import { acknowledgeWithinMs, type Alert, type Severity } from '#shared/domain/alert.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import type { EpochMs } from '#shared/domain/ports.ts';
import type { Silence } from '#shared/domain/silence.ts';

import type { Alerts } from './alerts.ts';

/** The time that an alert has since it opened. */
interface Running {
  readonly openedAt: string | null;
  readonly severity: Severity;
  /** On the clock that nobody sets, milliseconds. */
  readonly dueAt: number;
}

/**
 * How long people still have to acknowledge, and silences to last, on the monotonic clock: setting the machine's time
 * neither delays an escalation nor brings many at once. It lives in memory. A desk that starts again has only the wall
 * clock to tell what of the time is over: then nobody has more than the whole time, and what is late by it is late.
 */
export class AlertTimes {
  readonly #alerts = new Map<string, Running>();
  readonly #silences = new Map<string, number>();

  /** @param at the wall's time and @param elapsed the monotonic one, of one moment. */
  constructor({ unresolved, silences }: Alerts, at: EpochMs, elapsed: number) {
    const left = (until: string, whole: number): number =>
      Math.min(whole, Math.max(0, Date.parse(until) - at));
    for (const alert of unresolved.values()) {
      const { alertId, acknowledgeBy, openedAt, severity } = alert;
      const whole = acknowledgeWithinMs[severity];
      if (!isRunning(alert) || acknowledgeBy === null || whole === null) continue;
      this.#alerts.set(alertId, {
        openedAt,
        severity,
        dueAt: elapsed + left(acknowledgeBy, whole),
      });
    }
    for (const silence of silences.values()) {
      this.#silences.set(silence.silenceId, elapsed + left(silence.endsAt, lengthOf(silence)));
    }
  }

  /** Takes note of what has just begun, or is over. */
  hear(fact: NewFact, elapsed: number): void {
    switch (fact.kind) {
      case 'alert.changed':
        this.#hearAlert(fact.body.alert, elapsed);
        return;
      case 'silence.made':
        this.#silences.set(fact.body.silence.silenceId, elapsed + lengthOf(fact.body.silence));
        return;
      case 'silence.ended':
        this.#silences.delete(fact.body.silenceId);
        return;
      default:
    }
  }

  /** Whether the time to acknowledge an open alert is over. That of one that nobody has heard of is. */
  isDue({ alertId }: Alert, elapsed: number): boolean {
    return elapsed >= (this.#alerts.get(alertId)?.dueAt ?? -Infinity);
  }

  /** Whether a silence has lasted its time. One that nobody has heard of has. */
  isOver({ silenceId }: Silence, elapsed: number): boolean {
    return elapsed >= (this.#silences.get(silenceId) ?? -Infinity);
  }

  #hearAlert(alert: Alert, elapsed: number): void {
    const { alertId, openedAt, severity } = alert;
    const whole = acknowledgeWithinMs[severity];
    if (!isRunning(alert) || whole === null) {
      this.#alerts.delete(alertId);
      return;
    }
    const known = this.#alerts.get(alertId);
    const goesOn = known !== undefined && known.openedAt === openedAt;
    if (goesOn && known.severity === severity) return;
    // One that has grown graver has the shorter of both times.
    const dueAt = Math.min(elapsed + whole, goesOn ? known.dueAt : Infinity);
    this.#alerts.set(alertId, { openedAt, severity, dueAt });
  }
}

function isRunning({ state, acknowledgeBy }: Alert): boolean {
  return state === 'open' && acknowledgeBy !== null;
}

function lengthOf({ madeAt, endsAt }: Silence): number {
  return Date.parse(endsAt) - Date.parse(madeAt);
}
