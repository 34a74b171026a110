import { describe, expect, it } from 'vitest';

import { untouchedAlert, type Alert, type AlertChange } from '#shared/domain/alert.ts';
import { addressProblem, type Receiver } from '#shared/domain/delivery.ts';
import type { Silence } from '#shared/domain/silence.ts';

import {
  isDelivered,
  isFiring,
  postableAlert,
  webhookBody,
  type AlertFact,
} from './delivery-payloads.ts';

const NOW = Date.parse('2020-03-09T14:00:00.000Z');
const time = new Date(NOW).toISOString();

const receiver: Receiver = {
  receiverId: 'night-desk',
  kind: 'webhook',
  url: 'https://alerts.example/hook',
  deskName: 'Desk one',
  leastSeverity: 'warning',
  hasToken: false,
};

function alert(change: Partial<Alert> = {}): Alert {
  return {
    alertId: 'A',
    fingerprint: 'clock-skew',
    rule: 'clock-skew',
    severity: 'warning',
    title: 'The clocks differ',
    detail: 'By 3 s.',
    state: 'open',
    conditionCleared: false,
    count: 1,
    firstSeenAt: time,
    lastSeenAt: time,
    orderRef: null,
    instrumentId: null,
    ...untouchedAlert,
    openedAt: time,
    ...change,
  };
}

const fact = (change: AlertChange, about: Partial<Alert> = {}): AlertFact => ({
  kind: 'alert.changed',
  seq: 9,
  at: time,
  by: 'desk',
  body: { alert: alert(about), change },
});

const silence: Silence = {
  silenceId: 's',
  rule: 'clock-skew',
  instrumentId: null,
  fingerprint: null,
  reason: 'Known.',
  madeBy: 'rosa',
  madeAt: time,
  endsAt: new Date(NOW + 60_000).toISOString(),
};

describe('what a receiver is told of', () => {
  it.each<[string, AlertFact, readonly Silence[], boolean]>([
    ['a new alert', fact('raised'), [], true],
    ['one that is not grave enough', fact('raised', { severity: 'info' }), [], false],
    ['one that is explained', fact('raised', { inhibitedBy: 'x', openedAt: null }), [], false],
    [
      'the end of one that called nobody',
      fact('resolved', { openedAt: null, resolvedBy: 'desk', state: 'resolved' }),
      [],
      false,
    ],
    ['one that comes to be explained', fact('inhibited', { inhibitedBy: 'x' }), [], true],
    ['one under a silence', fact('raised'), [silence], false],
    ['a critical one under a silence', fact('raised', { severity: 'critical' }), [silence], true],
    ['the end of one under a silence', fact('resolved', { state: 'resolved' }), [silence], true],
  ])('%s', (_what, seen, silences, told) => {
    expect(isDelivered(seen, receiver, silences)).toBe(told);
  });

  it('fires at an Alertmanager while it is unresolved and calls a person', () => {
    const fires = (change: Partial<Alert>, silences: Silence[] = []) =>
      isFiring(alert(change), receiver, silences, NOW);
    expect(fires({})).toBe(true);
    expect(fires({ state: 'acknowledged' })).toBe(true);
    expect(fires({ state: 'resolved' })).toBe(false);
    expect(fires({ inhibitedBy: 'link-down' })).toBe(false);
    expect(fires({}, [silence])).toBe(false);
    expect(fires({ severity: 'info' })).toBe(false);
  });
});

it('an Alertmanager is told who it is, and when it ends', () => {
  expect(postableAlert(alert(), receiver, NOW)).toMatchObject({
    labels: { alertname: 'clock-skew', severity: 'warning', desk: 'Desk one', alert_id: 'A' },
    startsAt: time,
    endsAt: '2020-03-09T14:05:00.000Z',
  });
  const resolvedAt = '2020-03-09T14:00:30.000Z';
  expect(postableAlert(alert({ state: 'resolved', resolvedAt }), receiver, NOW)).toMatchObject({
    endsAt: resolvedAt,
  });
});

it('a webhook can tell an event that it is sent again', () => {
  const body = webhookBody([fact('raised')], receiver);
  expect(body).toMatchObject({ desk: 'Desk one', events: [{ eventId: 'A:9', change: 'raised' }] });
  expect(webhookBody([fact('raised')], receiver)).toEqual(body);
});

it.each<[string, boolean, string | null]>([
  ['http://127.0.0.1:9093', true, null],
  ['http://[::1]:9093', true, null],
  ['https://alerts.example/hook', true, null],
  ['http://alerts.example/hook', false, null],
  ['http://alerts.example/hook', true, 'https only'],
  ['https://ana:secret@alerts.example', false, 'No user and password'],
  ['ftp://alerts.example', false, 'Only http and https'],
  ['https://alerts.example/#x', false, 'no part after #'],
  ['alerts', false, 'That is no address'],
])('the address %s, token %s', (url, hasToken, problem) => {
  expect(addressProblem(url, hasToken) ?? 'none').toContain(problem ?? 'none');
});
