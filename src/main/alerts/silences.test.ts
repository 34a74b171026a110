import { describe, expect, it } from 'vitest';

import type { AlertRuleId } from '#shared/domain/alert-titles.ts';
import type { ContractErrorCode } from '#shared/contract/error.ts';
import type { Alert, Severity } from '#shared/domain/alert.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import { silenceOver } from '#shared/domain/silence.ts';

import { decideEscalate, decideRaise } from './alert-decisions.ts';
import { condition } from './alert-rules.ts';
import { AlertTimes } from './alert-times.ts';
import { alertsFrom, applyToAlerts, type Alerts } from './alerts.ts';
import type { AcknowledgeRight } from './own-order.ts';
import {
  decideEndSilence,
  decideSilence,
  forgetSilences,
  type SilenceRequest,
} from './silences.ts';

const START = Date.parse('2020-03-09T14:00:00.000Z');
const MINUTE = 60_000;
const SPY = 756733;

function withAlert(
  rule: AlertRuleId = 'market-data-stale',
  severity: Severity = 'warning',
): Alerts {
  const alerts = alertsFrom();
  const seen = condition(rule, String(SPY), 'Seen.', { severity, instrumentId: SPY });
  for (const fact of decideRaise(alerts, seen, START, () => 'alert-1')) {
    applyToAlerts(alerts, fact);
  }
  return alerts;
}

const everything: SilenceRequest = {
  rule: null,
  instrumentId: null,
  fingerprint: null,
  minutes: 60,
  reason: 'The venue is halted.',
};

function silence(
  alerts: Alerts,
  request: Partial<SilenceRequest>,
  rightOver: (alert: Alert) => AcknowledgeRight = () => 'free',
): void {
  const whole = { ...everything, ...request };
  for (const fact of decideSilence(alerts, whole, START, 'rosa', rightOver, 'silence-1')) {
    applyToAlerts(alerts, fact);
  }
}

/** As a desk that starts at this moment, which goes by the wall clock. */
const escalate = (alerts: Alerts, at: number): NewFact[] =>
  decideEscalate(alerts, at, new AlertTimes(alerts, at, 0), 0);
const forget = (alerts: Alerts, at: number): string[] =>
  forgetSilences(alerts, new AlertTimes(alerts, at, 0), 0);

const isSilent = (alerts: Alerts, at: number): boolean => {
  const alert = alerts.byId.get('alert-1');
  return alert !== undefined && silenceOver(alert, alerts.silences.values(), at) !== null;
};

describe('a silence', () => {
  it.each<[string, Partial<SilenceRequest>, boolean]>([
    ['its rule', { rule: 'market-data-stale' }, true],
    ['another rule', { rule: 'quote-problem' }, false],
    ['its instrument', { instrumentId: SPY }, true],
    ['another instrument', { instrumentId: 1 }, false],
    ['its rule on its instrument', { rule: 'market-data-stale', instrumentId: SPY }, true],
    ['its rule on another', { rule: 'market-data-stale', instrumentId: 1 }, false],
    ['the alert itself', { fingerprint: `market-data-stale:${SPY}` }, true],
    ['another alert', { fingerprint: 'market-data-stale:1' }, false],
  ])('over %s', (_what, request, silent) => {
    const alerts = withAlert();
    silence(alerts, request);
    expect(isSilent(alerts, START)).toBe(silent);
  });

  it('lasts its time, keeps an alert from escalating meanwhile, and no longer', () => {
    const alerts = withAlert();
    silence(alerts, { instrumentId: SPY });
    expect(isSilent(alerts, START + 60 * MINUTE - 1)).toBe(true);
    expect(escalate(alerts, START + 60 * MINUTE - 1)).toEqual([]);
    expect(isSilent(alerts, START + 60 * MINUTE)).toBe(false);
    expect(escalate(alerts, START + 60 * MINUTE)).toMatchObject([
      { body: { change: 'escalated' } },
    ]);
    expect(forget(alerts, START + 60 * MINUTE - 1)).toEqual([]);
    expect(forget(alerts, START + 60 * MINUTE)).toEqual(['silence-1']);
    expect(alerts.silences.size).toBe(0);
  });

  it('leaves a critical alert alone, also one that has grown critical under it', () => {
    const alerts = withAlert();
    silence(alerts, { instrumentId: SPY });
    const graver = condition('market-data-stale', String(SPY), 'Graver.', {
      severity: 'critical',
      instrumentId: SPY,
    });
    for (const fact of decideRaise(alerts, graver, START, () => 'alert-2')) {
      applyToAlerts(alerts, fact);
    }
    expect(isSilent(alerts, START)).toBe(false);
    expect(escalate(alerts, START + 5 * MINUTE)).toHaveLength(1);
  });

  it('is ended by a person, once', () => {
    const alerts = withAlert();
    silence(alerts, { instrumentId: SPY });
    const ending = { silenceId: 'silence-1', reason: 'Over.' };
    const facts = decideEndSilence(alerts, ending, 'rosa');
    expect(facts).toEqual([{ kind: 'silence.ended', by: 'rosa', body: ending }]);
    for (const fact of facts) applyToAlerts(alerts, fact);
    expect(isSilent(alerts, START)).toBe(false);
    expect(() => decideEndSilence(alerts, ending, 'rosa')).toThrow(/no such silence/);
  });

  it('over something else is no matter of an alert about an own order', () => {
    const alerts = withAlert();
    silence(alerts, { rule: 'quote-problem' }, () => 'refused');
    expect(alerts.silences.size).toBe(1);
  });

  it('that has run out cannot be ended', () => {
    const alerts = withAlert();
    silence(alerts, { instrumentId: SPY });
    const ending = { silenceId: 'silence-1', reason: 'Over.' };
    forget(alerts, START + 60 * MINUTE);
    expect(() => decideEndSilence(alerts, ending, 'rosa')).toThrow(/is over/);
  });

  it.each<[string, ContractErrorCode, Alerts, Partial<SilenceRequest>, AcknowledgeRight]>([
    ['over everything', 'bad-input', withAlert(), {}, 'free'],
    ['over a rule that is none', 'bad-input', withAlert(), { rule: 'weather' }, 'free'],
    ['over a rule that is critical', 'conflict', withAlert(), { rule: 'daily-loss' }, 'free'],
    [
      'over alerts that are all critical',
      'conflict',
      withAlert('market-data-stale', 'critical'),
      { instrumentId: SPY },
      'free',
    ],
    [
      'over an alert about an own order',
      'conflict',
      withAlert(),
      { fingerprint: `market-data-stale:${SPY}` },
      'refused',
    ],
    [
      'over an alert about an own order, alone at the desk',
      'conflict',
      withAlert(),
      { fingerprint: `market-data-stale:${SPY}` },
      'own-order',
    ],
    [
      'over a rule, with an alert about an own order among what it is over',
      'conflict',
      withAlert(),
      { rule: 'market-data-stale' },
      'refused',
    ],
    [
      'over an instrument, with an alert about an own order among what it is over',
      'conflict',
      withAlert(),
      { instrumentId: SPY },
      'refused',
    ],
  ])('%s is refused', (_what, code, alerts, request, right) => {
    expect(() => silence(alerts, request, () => right)).toThrow(expect.objectContaining({ code }));
    expect(alerts.silences.size).toBe(0);
  });
});
