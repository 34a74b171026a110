import { expect, it } from 'vitest';

import { untouchedAlert, type Alert } from '#shared/domain/alert.ts';

import { alertsFrom } from './alerts.ts';
import { forgetResolved } from './forget-resolved.ts';

const NOW = Date.parse('2020-03-10T14:00:00.000Z');
const at = (hoursAgo: number) => new Date(NOW - hoursAgo * 3_600_000).toISOString();

function alert(alertId: string, change: Partial<Alert> = {}): Alert {
  return {
    alertId,
    fingerprint: alertId,
    rule: 'order-rejected',
    severity: 'warning',
    title: 'Order rejected by the broker',
    detail: 'Rejected.',
    state: 'open',
    conditionCleared: true,
    count: 1,
    firstSeenAt: at(100),
    lastSeenAt: at(100),
    orderRef: null,
    instrumentId: null,
    ...untouchedAlert,
    ...change,
  };
}

const resolved = (alertId: string, hoursAgo: number) =>
  alert(alertId, { state: 'resolved', resolvedBy: 'rosa', resolvedAt: at(hoursAgo) });

it('lets go of what was closed more than a day ago, and of nothing that waits for a person', () => {
  const alerts = alertsFrom([
    alert('open'),
    alert('seen', { state: 'acknowledged' }),
    resolved('old', 24.1),
    resolved('day', 24),
    resolved('new', 1),
  ]);
  expect(forgetResolved(alerts, NOW)).toEqual(['old']);
  expect([...alerts.byId.keys()]).toEqual(['open', 'seen', 'day', 'new']);
  expect([...alerts.unresolved.keys()]).toEqual(['open', 'seen']);
});

it('lets go of the oldest beyond what a screen lists', () => {
  const alerts = alertsFrom([resolved('second', 2), resolved('first', 1), resolved('third', 3)]);
  expect(forgetResolved(alerts, NOW, 2)).toEqual(['third']);
  expect(forgetResolved(alerts, NOW, 2)).toEqual([]);
});
