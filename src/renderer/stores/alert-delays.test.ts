import { afterEach, beforeEach, expect, it } from 'vitest';

import { untouchedAlert, type Alert } from '#shared/domain/alert.ts';

import { followAlertDelays, slowestAlert, useAlertDelays } from './alert-delays.ts';
import { alerts } from './desk-topics.ts';

const openedAt = Date.UTC(2026, 0, 5, 10);
const iso = (ms: number): string => new Date(openedAt + ms).toISOString();

function alert(change: Partial<Alert> = {}): Alert {
  return {
    alertId: 'one',
    fingerprint: 'one',
    rule: 'daily-loss',
    severity: 'critical',
    title: 'Daily loss reached',
    detail: 'Lost.',
    state: 'open',
    conditionCleared: false,
    count: 1,
    firstSeenAt: iso(0),
    lastSeenAt: iso(0),
    orderRef: null,
    instrumentId: null,
    ...untouchedAlert,
    openedAt: iso(0),
    ...change,
  };
}

let now = openedAt;
/** What waits to be drawn; the test draws it. */
let frames: (() => void)[] = [];
let stop: () => void;

function hear(...changed: Alert[]): void {
  const rows = new Map(alerts.store.getState().rows);
  for (const each of changed) rows.set(each.alertId, each);
  alerts.store.setState({ rows, change: { kind: 'some', rows: changed, removed: [] } });
}

function drawAt(ms: number): void {
  now = openedAt + ms;
  for (const drawn of frames.splice(0)) drawn();
}

beforeEach(() => {
  frames = [];
  alerts.store.setState({ loaded: true, rows: new Map(), change: { kind: 'all' } });
  useAlertDelays.setState({ delaysMs: [] });
  stop = followAlertDelays({ now: () => now }, (drawn) => frames.push(drawn));
});
afterEach(() => {
  stop();
});

it('takes the time from when the desk saw it until it is drawn', () => {
  hear(alert());
  expect(slowestAlert(useAlertDelays.getState())).toBeNull();
  drawAt(40);
  expect(slowestAlert(useAlertDelays.getState())).toBe(40);
});

it('tells the slowest of those that came', () => {
  hear(alert(), alert({ alertId: 'two', openedAt: iso(30) }));
  drawAt(90);
  expect(useAlertDelays.getState().delaysMs).toEqual([90, 60]);
  expect(slowestAlert(useAlertDelays.getState())).toBe(90);
});

it('counts an alert again when it opens again, and not when anything else happens to it', () => {
  hear(alert());
  drawAt(40);
  hear(alert({ count: 2, lastSeenAt: iso(5000) }));
  hear(alert({ state: 'acknowledged', acknowledgedAt: iso(9000) }));
  drawAt(9100);
  expect(useAlertDelays.getState().delaysMs).toEqual([40]);
  hear(alert({ openedAt: iso(10_000), reopenings: 1 }));
  drawAt(10_025);
  expect(useAlertDelays.getState().delaysMs).toEqual([40, 25]);
});

it('does not count what calls nobody, what was there before, or a time before it was seen', () => {
  hear(alert({ openedAt: null, inhibitedBy: 'link-down:' }));
  alerts.store.setState({
    rows: new Map([['old', alert({ alertId: 'old' })]]),
    change: { kind: 'all' },
  });
  hear(alert({ alertId: 'new' }));
  drawAt(-1);
  expect(useAlertDelays.getState().delaysMs).toEqual([]);
});

it('keeps the latest hundred', () => {
  hear(alert({ openedAt: iso(-5000) }));
  drawAt(0);
  for (let index = 0; index < 100; index++) {
    hear(alert({ alertId: `n${index}` }));
    drawAt(20);
  }
  expect(useAlertDelays.getState().delaysMs).toHaveLength(100);
  expect(slowestAlert(useAlertDelays.getState())).toBe(20);
});
