import { describe, expect, it } from 'vitest';

import { untouchedAlert, type Alert } from '#shared/domain/alert.ts';

import { alertQueue, neighbourOf, openOfRule } from './alert-queue.ts';

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

const queue = [
  alert('resolved', { state: 'resolved', severity: 'critical' }),
  alert('seen', { state: 'acknowledged', severity: 'critical' }),
  alert('old'),
  alert('new', { lastSeenAt: '2026-01-05T10:05:00.000Z' }),
  alert('grave', { severity: 'critical' }),
];

describe('the queue', () => {
  it('puts first what wants a person most', () => {
    expect(alertQueue(queue, 'all').map(({ alertId }) => alertId)).toEqual([
      'grave',
      'new',
      'old',
      'seen',
      'resolved',
    ]);
  });

  it('puts an alert that is late before its equals', () => {
    const late = alert('late', { escalatedAt: '2026-01-05T10:30:00.000Z', escalations: 1 });
    expect(alertQueue([...queue, late], 'all').map(({ alertId }) => alertId)).toEqual([
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
    expect(alertQueue(queue, 'unresolved').map(({ alertId }) => alertId)).not.toContain('resolved');
  });

  it('moves up and down without leaving the queue', () => {
    const shown = alertQueue(queue, 'all');
    expect(neighbourOf(shown, null, 1)).toBe('grave');
    expect(neighbourOf(shown, 'grave', 1)).toBe('new');
    expect(neighbourOf(shown, 'grave', -1)).toBe('grave');
    expect(neighbourOf(shown, 'resolved', 1)).toBe('resolved');
    expect(neighbourOf(shown, 'gone', 1)).toBe('grave');
    expect(neighbourOf([], null, 1)).toBeNull();
  });
});
