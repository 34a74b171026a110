import { describe, expect, it } from 'vitest';

import { untouchedAlert, type Alert } from '#shared/domain/alert.ts';
import { breakSchema, type Break } from '#shared/domain/reconciliation-break.ts';

import { acceptObstacle, breakSince } from './break-words.ts';

const found: Break = {
  breakId: 'position:DU1:756733',
  kind: 'position',
  subject: 'Position in SPY',
  desk: '100',
  broker: '80',
  instrumentId: 756733,
  orderRef: null,
  acceptable: true,
};

function alert(fingerprint: string, firstSeenAt: string, state: Alert['state'] = 'open'): Alert {
  return {
    alertId: firstSeenAt,
    fingerprint,
    rule: 'reconciliation-break',
    severity: 'warning',
    title: 'Desk and broker differ',
    detail: '',
    state,
    conditionCleared: false,
    count: 1,
    firstSeenAt,
    lastSeenAt: firstSeenAt,
    orderRef: null,
    instrumentId: null,
    ...untouchedAlert,
  };
}

describe('a break', () => {
  it('stands since its alert was first seen, and not since one that is over', () => {
    const own = 'reconciliation-break:position:DU1:756733';
    expect(breakSince(found, [alert(own, '09:00', 'resolved'), alert(own, '10:00')])).toBe('10:00');
    expect(breakSince(found, [alert(`${own}0`, '10:05')])).toBeNull();
  });

  it('can be accepted, or says why not, whatever its kind', () => {
    expect(acceptObstacle(found)).toBeNull();
    for (const kind of breakSchema.shape.kind.options) {
      expect(acceptObstacle({ ...found, kind, acceptable: false })).toMatch(/\w+.*\.$/);
    }
  });
});
