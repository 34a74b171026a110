import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { quietOf } from '#shared/domain/alert-calls.ts';
import { alertExample } from '#shared/domain/alert.fixture.ts';
import type { Alert, AlertState, Severity } from '#shared/domain/alert.ts';
import type { Silence } from '#shared/domain/silence.ts';

import {
  alertFilterSchema,
  alertQueue,
  alertTest,
  compareAlerts,
  everyAlert,
  isNarrowed,
  openOfRule,
  stepInQueue,
  type AlertFilter,
  type AlertView,
} from './alert-queue.ts';

const context = { personId: 'rosa', silences: [], now: Date.parse('2026-01-05T10:06:00.000Z') };
const shownIn = (alerts: Alert[], view: AlertView) =>
  alertQueue(alerts, { ...everyAlert, view }, context);

const queue = [
  alertExample('resolved', { state: 'resolved', severity: 'critical' }),
  alertExample('seen', { state: 'acknowledged', severity: 'critical' }),
  alertExample('old'),
  alertExample('new', { lastSeenAt: '2026-01-05T10:05:00.000Z' }),
  alertExample('grave', { severity: 'critical' }),
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
    const late = alertExample('late', { escalatedAt: '2026-01-05T10:30:00.000Z', escalations: 1 });
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
    const other = alertExample('other', { rule: 'link-down' });
    const inHand = alertExample('new');
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

  const everything = (): boolean => true;

  it('is gone up and down without leaving it', () => {
    const step = (from: string | null, way: 1 | -1) => {
      const selected = queue.find(({ alertId }) => alertId === from) ?? null;
      return stepInQueue(queue, everything, selected, way)?.alertId;
    };
    expect(step(null, 1)).toBe('grave');
    expect(step('grave', 1)).toBe('new');
    expect(step('grave', -1)).toBe('grave');
    expect(step('resolved', 1)).toBe('resolved');
    expect(step('resolved', -1)).toBe('seen');
    expect(stepInQueue([], everything, null, 1)).toBeNull();
  });

  it('is begun at its first from an alert that is not in it', () => {
    const [resolved] = queue;
    if (resolved === undefined) throw new Error('There is no resolved alert.');
    const isWanted = alertTest(everyAlert, context);
    for (const way of [1, -1] as const) {
      expect(stepInQueue(queue, isWanted, resolved, way)?.alertId).toBe('grave');
    }
  });

  it('is gone through in its order, each alert once, whichever are alike', () => {
    const anAlert = fc.record({
      severity: fc.constantFrom<Severity[]>('critical', 'warning', 'info'),
      state: fc.constantFrom<AlertState[]>('open', 'acknowledged', 'resolved'),
      lastSeenAt: fc.constantFrom('2026-01-05T10:00:00.000Z', '2026-01-05T10:00:01.000Z'),
      inhibitedBy: fc.constantFrom(null, 'link-down'),
    });
    fc.assert(
      fc.property(fc.array(anAlert, { maxLength: 20 }), (changes) => {
        const alerts = changes.map((change, index) => alertExample(`alert-${index}`, change));
        const order = shownIn(alerts, 'all');
        const went = (from: Alert | null, way: 1 | -1): Alert[] => {
          const walk: Alert[] = from === null ? [] : [from];
          for (;;) {
            const next = stepInQueue(alerts, everything, walk.at(-1) ?? null, way);
            if (next === null || next === walk.at(-1)) return walk;
            walk.push(next);
          }
        };
        expect(went(null, 1)).toEqual(order);
        expect(went(order.at(-1) ?? null, -1)).toEqual(order.toReversed());
        expect(alerts.toSorted(compareAlerts)).toEqual(order);
      }),
    );
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
    alertExample('mine', { state: 'acknowledged', owner: 'rosa', note: 'Calling the Exchange.' }),
    alertExample('other', {
      rule: 'link-down',
      title: 'The link is not ready',
      severity: 'critical',
    }),
    alertExample('explained', { inhibitedBy: 'link-down' }),
    alertExample('open'),
    alertExample('done', { state: 'resolved', owner: 'rosa' }),
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
    expect(
      quietOf(alertExample('grave', { severity: 'critical' }), [silence], context.now),
    ).toBeNull();
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
