import { expect, it } from 'vitest';

import { alertSchema, untouchedAlert } from './alert.ts';

it('reads an alert of the first journals, which had no figures, deadline or owner', () => {
  const first = {
    alertId: '01E30YK3Q8000000000000000A',
    fingerprint: 'link-down',
    rule: 'link-down',
    severity: 'warning',
    title: 'The link is not ready',
    detail: 'The link is down.',
    state: 'open',
    conditionCleared: false,
    count: 1,
    firstSeenAt: '2020-03-09T14:00:00.000Z',
    lastSeenAt: '2020-03-09T14:00:00.000Z',
    orderRef: null,
    instrumentId: null,
    acknowledgedBy: null,
    acknowledgedAt: null,
    note: null,
    resolvedBy: null,
    resolvedAt: null,
  };
  expect(alertSchema.parse(first)).toEqual({ ...first, ...untouchedAlert });
});
