import { describe, expect, it } from 'vitest';

import type { AlertRuleId } from '#shared/domain/alert-titles.ts';
import type { Alert, Severity } from '#shared/domain/alert.ts';
import type { NewFact } from '#shared/domain/fact.ts';

import {
  decideAcknowledge,
  decideClear,
  decideEscalate,
  decideInhibit,
  decideRaise,
  decideResolve,
} from './alert-decisions.ts';
import { alertRules, condition, type AlertCondition } from './alert-rules.ts';
import { AlertTimes } from './alert-times.ts';
import { alertsFrom, applyToAlerts } from './alerts.ts';
import { INHIBITS_ON_MS, inhibitions, inhibitorOf, type Standing } from './inhibitions.ts';

const START = Date.parse('2020-03-09T14:00:00.000Z');
const SPY = 756733;

/** A desk's alerts with a clock that is set by hand. */
class Scene {
  readonly alerts = alertsFrom();
  now = START;
  #made = 0;

  raise(seen: AlertCondition): string[] {
    const newId = (): string => `alert-${(this.#made += 1)}`;
    return this.take(decideRaise(this.alerts, seen, this.now, newId));
  }

  clear(fingerprint: string): string[] {
    return this.take(decideClear(this.alerts, fingerprint, this.now));
  }

  /** What the desk looks at each second beside its monitors. */
  second(): string[] {
    return [
      ...this.take(decideInhibit(this.alerts, this.now)),
      ...this.take(
        decideEscalate(this.alerts, this.now, new AlertTimes(this.alerts, this.now, 0), 0),
      ),
    ];
  }

  take(facts: readonly NewFact[]): string[] {
    return facts.map((fact) => {
      applyToAlerts(this.alerts, fact);
      return fact.kind === 'alert.changed'
        ? `${fact.body.change} ${fact.body.alert.fingerprint}`
        : fact.kind;
    });
  }

  get(rule: AlertRuleId): Alert {
    const found = [...this.alerts.byId.values()].findLast((alert) => alert.rule === rule);
    if (found === undefined) throw new Error(`There is no alert of ${rule}.`);
    return found;
  }
}

const linkDown = (severity: Severity = 'warning') =>
  condition('link-down', '', 'The link is down.', { severity });
const stale = (severity: Severity = 'warning') =>
  condition('market-data-stale', String(SPY), 'No quote of SPY.', { instrumentId: SPY, severity });

describe('what an alert explains', () => {
  const holds: Standing = { severity: 'warning', holds: true };
  const target = (rule: AlertRuleId, severity: Severity = 'warning', instrumentId = SPY) => ({
    rule,
    severity,
    instrumentId,
  });

  it.each(
    inhibitions.flatMap(({ source, targets, about }) =>
      targets.map((rule) => [source, rule, about] as const),
    ),
  )('%s explains %s', (source, rule, about) => {
    const fingerprint = about === 'desk' ? source : `${source}:${SPY}`;
    const standing = (asked: string) =>
      asked === fingerprint ? { severity: alertRules[rule].severity, holds: true } : undefined;
    expect(inhibitorOf(target(rule, alertRules[rule].severity), standing)).toBe(fingerprint);
  });

  it.each<[AlertRuleId, AlertRuleId, boolean]>([
    ['link-down', 'heartbeat', true],
    ['event-loop-delay', 'heartbeat', true],
    ['link-down', 'feed-gap', true],
    ['feed-gap', 'market-data-stale', true],
    ['feed-gap', 'daily-pnl-unknown', true],
    // Each is about an order that somebody believes to be working.
    ['link-down', 'order-unacknowledged', false],
    ['link-down', 'order-unknown', false],
    // Somebody goes on sending.
    ['link-down', 'order-denials', false],
    // The gateway may be slow and its feed broken at once.
    ['heartbeat', 'feed-gap', false],
    // Each of the losses has a threshold and an action of its own.
    ['daily-loss', 'day-drawdown', false],
    ['day-drawdown', 'all-time-drawdown', false],
    ['gross-exposure', 'concentration', false],
    // The desk waits for the disk: either can be the cause of the other.
    ['event-loop-delay', 'journal-lag', false],
    ['journal-lag', 'event-loop-delay', false],
    // A backup fails for other reasons too.
    ['disk-space', 'backup-age', false],
    // What the broker forces leaves fills that a person must look at.
    ['broker-liquidation', 'fill-far-from-quote', false],
  ])('%s, however grave, explains %s: %s', (source, rule, explained) => {
    const standing = (asked: string): Standing | undefined =>
      asked === source || asked === `${source}:${SPY}`
        ? { severity: 'critical', holds: true }
        : undefined;
    expect(inhibitorOf(target(rule, 'critical'), standing) !== null).toBe(explained);
  });

  it('is never itself, and nothing goes in a circle', () => {
    const targetsOf = (source: AlertRuleId): AlertRuleId[] =>
      inhibitions.flatMap((each) => (each.source === source ? each.targets : []));
    const reaches = (from: AlertRuleId, to: AlertRuleId): boolean =>
      targetsOf(from).some((next) => next === to || reaches(next, to));
    for (const { source } of inhibitions) expect(reaches(source, source)).toBe(false);
  });

  it('is of the same instrument where that is what it is about', () => {
    const standing = (asked: string) => (asked === `quote-problem:${SPY}` ? holds : undefined);
    expect(inhibitorOf(target('market-data-stale'), standing)).toBe(`quote-problem:${SPY}`);
    expect(inhibitorOf(target('market-data-stale', 'warning', 1), standing)).toBeNull();
  });

  it('is nothing that is graver than it, and nothing once it is over', () => {
    const standing = (found: Standing) => () => found;
    expect(inhibitorOf(target('market-data-stale', 'critical'), standing(holds))).toBeNull();
    expect(
      inhibitorOf(target('market-data-stale'), standing({ ...holds, holds: false })),
    ).toBeNull();
    expect(inhibitorOf(target('daily-loss'), standing(holds))).toBeNull();
  });
});

describe('an alert that another explains', () => {
  it('is raised, calls nobody, and its clock does not run', () => {
    const scene = new Scene();
    scene.raise(linkDown());
    expect(scene.raise(stale())).toEqual([`raised market-data-stale:${SPY}`]);
    expect(scene.get('market-data-stale')).toMatchObject({
      state: 'open',
      inhibitedBy: 'link-down',
      openedAt: null,
      acknowledgeBy: null,
    });
    scene.now += 30 * 60_000;
    expect(scene.second()).toEqual(['escalated link-down']);
  });

  it('closes by itself when it was over before the other was', () => {
    const scene = new Scene();
    scene.raise(linkDown());
    scene.raise(stale());
    scene.clear(`market-data-stale:${SPY}`);
    expect(scene.second()).toEqual([`resolved market-data-stale:${SPY}`]);
    expect(scene.get('market-data-stale')).toMatchObject({
      resolvedBy: 'desk',
      note: 'It held only while link-down explained it.',
    });
  });

  it('is given a moment when the other is over, and then calls, with its whole time', () => {
    const scene = new Scene();
    scene.raise(linkDown());
    scene.raise(stale());
    scene.now += 60_000;
    scene.clear('link-down');
    scene.now += INHIBITS_ON_MS - 1;
    expect(scene.second()).toEqual([]);
    scene.now += 1;
    expect(scene.second()).toEqual([`released market-data-stale:${SPY}`]);
    expect(scene.get('market-data-stale')).toMatchObject({
      inhibitedBy: null,
      openedAt: new Date(scene.now).toISOString(),
      acknowledgeBy: new Date(scene.now + 30 * 60_000).toISOString(),
    });
  });

  it('is not explained on and on because the machine\u2019s clock was set back', () => {
    const scene = new Scene();
    scene.raise(linkDown());
    scene.raise(stale());
    scene.clear('link-down');
    scene.now -= 3_600_000;
    expect(scene.second()).toEqual([`released market-data-stale:${SPY}`]);
  });

  it('calls at once when it grows graver than the other', () => {
    const scene = new Scene();
    scene.raise(linkDown());
    scene.raise(stale());
    scene.raise(stale('critical'));
    expect(scene.second()).toEqual([`released market-data-stale:${SPY}`]);
    scene.raise(linkDown('critical'));
    expect(scene.second()).toEqual([`inhibited market-data-stale:${SPY}`]);
  });

  it('that called before stays with a person, also after the other', () => {
    const scene = new Scene();
    scene.raise(stale());
    scene.raise(linkDown());
    expect(scene.second()).toEqual([`inhibited market-data-stale:${SPY}`]);
    expect(scene.get('market-data-stale').acknowledgeBy).toBeNull();
    scene.clear(`market-data-stale:${SPY}`);
    expect(scene.second()).toEqual([]);
    scene.clear('link-down');
    scene.now += INHIBITS_ON_MS;
    expect(scene.second()).toEqual([`released market-data-stale:${SPY}`]);
    expect(scene.get('market-data-stale')).toMatchObject({ state: 'open', conditionCleared: true });
  });

  it('can be acknowledged, and is then explained by nobody', () => {
    const scene = new Scene();
    scene.raise(linkDown());
    scene.raise(stale());
    const { alertId } = scene.get('market-data-stale');
    scene.take(
      decideAcknowledge(scene.alerts, { alertId, note: 'Seen.' }, scene.now, 'rosa', 'free'),
    );
    expect(scene.get('market-data-stale')).toMatchObject({
      state: 'acknowledged',
      inhibitedBy: null,
    });
    expect(scene.second()).toEqual([]);
  });

  it('is explained only as long as the other is unresolved', () => {
    const scene = new Scene();
    scene.raise(condition('gateway-gone', '', 'It has ended.'));
    scene.raise(linkDown());
    expect(scene.get('link-down').inhibitedBy).toBe('gateway-gone');
    const { alertId } = scene.get('gateway-gone');
    scene.take(
      decideAcknowledge(scene.alerts, { alertId, note: 'Seen.' }, scene.now, 'rosa', 'free'),
    );
    expect(scene.second()).toEqual([]);
    scene.take(decideResolve(scene.alerts, { alertId, note: '' }, scene.now, 'rosa', 'free'));
    expect(scene.second()).toEqual(['released link-down']);
  });
});
