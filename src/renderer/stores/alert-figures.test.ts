import { expect, it } from 'vitest';

import { untouchedAlert, type Alert } from '#shared/domain/alert.ts';

import { alertFigures, timeLeftMs } from './alert-figures.ts';

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
    acknowledged: 0,
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
    acknowledged: 3,
    fresh: 4,
  });
});

it('counts each time that an alert was acknowledged, also where it is open again', () => {
  const alerts = [
    alert({
      state: 'acknowledged',
      acknowledgedAt: at(2),
      acknowledgements: 1,
      acknowledgedInMs: 2000,
    }),
    // Acknowledged after 1 s and after 9 s, and open for the third time.
    alert({ reopenings: 2, acknowledgements: 2, acknowledgedInMs: 10_000 }),
  ];
  expect(alertFigures(alerts, Date.parse(at(599)))).toMatchObject({
    toAcknowledgeMs: 4000,
    reopenRate: 0.5,
  });
});

it.each<[string, Partial<Alert>, number]>([
  ['one that has just opened', {}, 1],
  ['one that opened again', { openedAt: at(590), firstSeenAt: at(-9000), reopenings: 1 }, 1],
  ['one that was released when it was explained no more', { openedAt: at(590) }, 1],
  ['one that opened ten minutes ago', { openedAt: at(-1) }, 0],
  ['one that another explains', { inhibitedBy: 'link-down:' }, 0],
  ['one that only ever was explained', { openedAt: null, inhibitedBy: 'link-down:' }, 0],
  ['the flood itself', { rule: 'alert-flood' }, 0],
])('counts as new what the desk counts towards a flood: %s', (_what, change, fresh) => {
  expect(alertFigures([alert(change)], Date.parse(at(599))).fresh).toBe(fresh);
});

it.each<[string, Partial<Alert>, number | null]>([
  ['an open alert', {}, 20_000],
  ['one that is late', { acknowledgeBy: at(5) }, -5000],
  ['one that may wait', { acknowledgeBy: null }, null],
  ['an acknowledged one', { state: 'acknowledged' }, null],
])('tells the time left for %s', (_what, change, left) => {
  expect(timeLeftMs(alert(change), Date.parse(at(10)))).toBe(left);
});
