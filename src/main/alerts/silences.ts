import { ContractError } from '#shared/contract/error.ts';
import type { Alert } from '#shared/domain/alert.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import type { EpochMs } from '#shared/domain/ports.ts';
import { isMeant, type Silence, type Silenced } from '#shared/domain/silence.ts';

import { isCritical, isKnownRule } from './alert-rules.ts';
import type { AlertTimes } from './alert-times.ts';
import type { Alerts } from './alerts.ts';
import { ownOrderRefusal, type AcknowledgeRight } from './own-order.ts';

/** What a person wants nobody to be called for, how long and why. */
export interface SilenceRequest extends Silenced {
  readonly minutes: number;
  readonly reason: string;
}

/**
 * A person silences alerts for a time. `rightOver` says what is theirs over an alert. Throws {@link ContractError}:
 * `bad-input` where nothing or no rule of this desk is named, `conflict` where only critical alerts are meant or one of
 * those meant is about an order of theirs, however it is named: by itself, by its rule or by its instrument.
 */
export function decideSilence(
  alerts: Alerts,
  { minutes, reason, ...silenced }: SilenceRequest,
  at: EpochMs,
  by: string,
  rightOver: (alert: Alert) => AcknowledgeRight,
  silenceId: string,
): NewFact[] {
  const { rule, instrumentId, fingerprint } = silenced;
  if (rule === null && instrumentId === null && fingerprint === null) {
    throw refused(
      'bad-input',
      'A silence over every alert is not possible.',
      'Name a rule, an instrument or an alert.',
    );
  }
  if (rule !== null && !isKnownRule(rule)) {
    throw refused('bad-input', `There is no rule ${rule}.`, 'Choose one of the rules of the list.');
  }
  const meant = [...alerts.unresolved.values()].filter((alert) => isMeant(silenced, alert));
  if (meant.some((alert) => rightOver(alert) !== 'free')) throw ownOrderRefusal();
  const onlyCritical = meant.length > 0 && meant.every(({ severity }) => severity === 'critical');
  if (onlyCritical || (rule !== null && isCritical(rule))) {
    throw refused(
      'conflict',
      'Critical alerts are never silenced.',
      'Acknowledge it with a note; that stops its clock.',
    );
  }
  const silence: Silence = {
    ...silenced,
    silenceId,
    reason,
    madeBy: by,
    madeAt: new Date(at).toISOString(),
    endsAt: new Date(at + minutes * 60_000).toISOString(),
  };
  return [{ kind: 'silence.made', by, body: { silence } }];
}

/** A person ends a silence. Throws {@link ContractError} `not-found` where it is over already. */
export function decideEndSilence(
  alerts: Alerts,
  { silenceId, reason }: { silenceId: string; reason: string },
  by: string,
): NewFact[] {
  if (!alerts.silences.has(silenceId)) {
    throw refused('not-found', 'There is no such silence, or it is over.', '');
  }
  return [{ kind: 'silence.ended', by, body: { silenceId, reason } }];
}

/** Lets go of silences that have lasted their time, and names them. They stay in the journal and its table. */
export function forgetSilences({ silences }: Alerts, times: AlertTimes, elapsed: number): string[] {
  const over = [...silences.values()].filter((silence) => times.isOver(silence, elapsed));
  for (const { silenceId } of over) silences.delete(silenceId);
  return over.map(({ silenceId }) => silenceId);
}

function refused(
  code: 'bad-input' | 'conflict' | 'not-found',
  message: string,
  advice: string,
): ContractError {
  return new ContractError({ code, message, advice });
}
