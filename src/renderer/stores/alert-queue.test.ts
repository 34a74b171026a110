import { describe, expect, it } from 'vitest';

import { quietOf } from '#shared/domain/alert-calls.ts';
import { untouchedAlert, type Alert } from '#shared/domain/alert.ts';
import type { Silence } from '#shared/domain/silence.ts';

import {
  alertFilterSchema,
  alertQueue,
  alertTest,
  everyAlert,
  isNarrowed,
  neighbourOf,
  openOfRule,
  type AlertFilter,
  type AlertView,
} from './alert-queue.ts';

function alert(alertId: string, change: Partial<Alert> = {}): Alert {
  return {
    alertId,
    fingerprint: alertId,
    rule: 'stale-quote',
    severity: 'warning',
    title: 'Stale quote',
    detail: 'MES quote is 4.2 s old, limit 3 s.',
    state: 'open',
    conditionCleared: false,
    count: 1,
    firstSeenAt: '2026-01-05T10:00:00.000Z',
    lastSeenAt: '2026-01-05T10:00:00.000Z',
    orderRef: null,
    instrumentId: null,
    ...untouchedAlert,
    ...change,
  };
}

const context = { personId: 'rosa', silences: [], now: Date.parse('2026-01-05T10:06:00.000Z') };
const shownIn = (alerts: Alert[], view: AlertView) =>
  alertQueue(alerts, { ...everyAlert, view }, context);

const queue = [
  alert('resolved', { state: 'resolved', severity: 'critical' }),
  alert('seen', { state: 'acknowledged', severity: 'critical' }),
  alert('old'),
  alert('new', { lastSeenAt: '2026-01-05T10:05:00.000Z' }),
  alert('grave', { severity: 'critical' }),
];

describe('the queue', () => {
  it('puts first what wants a person most', () => {
    expect(shownIn(queue, 'all').map(({ alertId }) => alertId)).toEqual([
      'grave',
      'new',
      'old',
      'seen',
      'resolved',
    ]);
  });

  it('puts an alert that is late before its equals', () => {
    const late = alert('late', { escalatedAt: '2026-01-05T10:30:00.000Z', escalations: 1 });
    expect(shownIn([...queue, late], 'all').map(({ alertId }) => alertId)).toEqual([
      'grave',
      'late',
      'new',
      'old',
      'seen',
      'resolved',
    ]);
  });

  it('finds the open alerts of a rule, the one in hand first', () => {
    const other = alert('other', { rule: 'link-down' });
    const inHand = alert('new');
    expect(openOfRule([...queue, other], inHand).map(({ alertId }) => alertId)).toEqual([
      'new',
      'old',
      'grave',
    ]);
    expect(openOfRule(queue, other)).toEqual([]);
  });

  it('leaves resolved alerts out unless asked for all', () => {
    expect(shownIn(queue, 'unresolved').map(({ alertId }) => alertId)).not.toContain('resolved');
  });

  it('moves up and down without leaving the queue', () => {
    const shown = shownIn(queue, 'all');
    expect(neighbourOf(shown, null, 1)).toBe('grave');
    expect(neighbourOf(shown, 'grave', 1)).toBe('new');
    expect(neighbourOf(shown, 'grave', -1)).toBe('grave');
    expect(neighbourOf(shown, 'resolved', 1)).toBe('resolved');
    expect(neighbourOf(shown, 'gone', 1)).toBe('grave');
    expect(neighbourOf([], null, 1)).toBeNull();
  });
});

describe('a filter', () => {
  const silence: Silence = {
    silenceId: 's',
    rule: 'stale-quote',
    instrumentId: null,
    fingerprint: null,
    reason: 'Known.',
    madeBy: 'rosa',
    madeAt: '2026-01-05T10:00:00.000Z',
    endsAt: '2026-01-05T10:10:00.000Z',
  };
  const alerts = [
    alert('mine', { state: 'acknowledged', owner: 'rosa', note: 'Calling the Exchange.' }),
    alert('other', { rule: 'link-down', title: 'The link is not ready', severity: 'critical' }),
    alert('explained', { inhibitedBy: 'link-down' }),
    alert('open'),
    alert('done', { state: 'resolved', owner: 'rosa' }),
  ];
  it.each<[string, Partial<AlertFilter>, string[]]>([
    ['nothing resolved', {}, ['other', 'open', 'explained', 'mine']],
    ['what is open', { view: 'open' }, ['other', 'open', 'explained']],
    ['what calls nobody', { view: 'quiet' }, ['explained']],
    ['everything of mine', { view: 'all', mine: true }, ['mine', 'done']],
    ['a severity', { severity: 'critical' }, ['other']],
    ['a rule', { rule: 'link-down' }, ['other']],
    ['a text of the note', { text: ' exchange ' }, ['mine']],
    ['a text that is nowhere', { text: 'weather' }, []],
  ])('keeps %s', (_what, filter, ids) => {
    const found = alertQueue(alerts, { ...everyAlert, ...filter }, context);
    expect(found.map(({ alertId }) => alertId)).toEqual(ids);
  });

  it('counts what a person silenced as quiet, until the silence is over', () => {
    const keep = (now: number) =>
      alertTest({ ...everyAlert, view: 'quiet' }, { ...context, silences: [silence], now });
    expect(alerts.filter(keep(context.now)).map(({ alertId }) => alertId)).toEqual([
      'explained',
      'open',
    ]);
    expect(alerts.filter(keep(Date.parse(silence.endsAt)))).toHaveLength(1);
    expect(quietOf(alert('grave', { severity: 'critical' }), [silence], context.now)).toBeNull();
  });

  it('survives, and falls back piece by piece where it was kept broken', () => {
    const kept = { view: 'open', severity: 'warning', mine: true, rule: 'r', text: 't' };
    expect(alertFilterSchema.parse(kept)).toEqual(kept);
    expect(alertFilterSchema.parse({ ...kept, view: 'gone', mine: 3 })).toEqual({
      ...kept,
      view: 'unresolved',
      mine: false,
    });
  });
});

describe('a filter', () => {
  it('narrows by all but its view', () => {
    expect(isNarrowed(everyAlert)).toBe(false);
    expect(isNarrowed(alertFilterSchema.parse({ view: 'all' }))).toBe(false);
    for (const change of [{ severity: 'info' }, { rule: 'x' }, { mine: true }, { text: 'x' }]) {
      expect(isNarrowed(alertFilterSchema.parse(change))).toBe(true);
    }
  });
});
