import { expect, it } from 'vitest';

import { untouchedAlert, type Alert } from '#shared/domain/alert.ts';

import { alertFigures, isFlood, timeLeftMs } from './alert-figures.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 5, 10, 0, second)).toISOString();

function alert(change: Partial<Alert>): Alert {
  return {
    alertId: 'one',
    fingerprint: 'one',
    rule: 'stale-quote',
    severity: 'warning',
    title: 'Stale quote',
    detail: 'Stale.',
    state: 'open',
    conditionCleared: false,
    count: 1,
    firstSeenAt: at(0),
    lastSeenAt: at(0),
    orderRef: null,
    instrumentId: null,
    ...untouchedAlert,
    openedAt: at(0),
    acknowledgeBy: at(30),
    ...change,
  };
}

it('has no means of what never happened', () => {
  expect(alertFigures([alert({})], Date.parse(at(600)))).toEqual({
    toAcknowledgeMs: null,
    toResolveMs: null,
    reopenRate: null,
    escalated: 0,
    fresh: 0,
  });
});

it('takes the mean of the times, from the last opening to the acknowledgement', () => {
  const alerts = [
    alert({ state: 'acknowledged', acknowledgedAt: at(4) }),
    alert({ state: 'acknowledged', openedAt: at(10), acknowledgedAt: at(12), reopenings: 1 }),
    alert({ state: 'resolved', acknowledgedAt: at(6), resolvedAt: at(20) }),
    alert({ state: 'open', reopenings: 2, escalatedAt: at(30), escalations: 1 }),
    alert({ state: 'acknowledged', openedAt: null, acknowledgedAt: at(59) }),
  ];
  expect(alertFigures(alerts, Date.parse(at(599)))).toEqual({
    toAcknowledgeMs: 4000,
    toResolveMs: 20_000,
    reopenRate: 0.4,
    escalated: 1,
    fresh: 5,
  });
});

it('calls more than ten new alerts in ten minutes a flood', () => {
  expect(isFlood({ fresh: 10 })).toBe(false);
  expect(isFlood({ fresh: 11 })).toBe(true);
});

it.each<[string, Partial<Alert>, number | null]>([
  ['an open alert', {}, 20_000],
  ['one that is late', { acknowledgeBy: at(5) }, -5000],
  ['one that may wait', { acknowledgeBy: null }, null],
  ['an acknowledged one', { state: 'acknowledged' }, null],
])('tells the time left for %s', (_what, change, left) => {
  expect(timeLeftMs(alert(change), Date.parse(at(10)))).toBe(left);
});
