import { untouchedAlert, type Alert } from './alert.ts';

/** An open warning about a stale quote, unless said otherwise. */
export function alertExample(alertId: string, change: Partial<Alert> = {}): Alert {
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
