import { describe, expect, it } from 'vitest';

import { AlertCalls, floodText, isFlooding } from './alert-calls.ts';
import { alertExample } from './alert.fixture.ts';
import type { Alert } from './alert.ts';
import type { Silence } from './silence.ts';

const NOW = Date.parse('2026-01-05T10:00:00.000Z');

function alert(change: Partial<Alert> = {}): Alert {
  return alertExample('one', change);
}

const silence: Silence = {
  silenceId: 's',
  rule: null,
  instrumentId: null,
  fingerprint: 'one',
  reason: 'Known.',
  madeBy: 'rosa',
  madeAt: '2026-01-05T09:00:00.000Z',
  endsAt: '2026-01-05T10:01:00.000Z',
};
const loud = { silences: [], now: NOW };
const silent = { ...loud, silences: [silence] };

describe('a call', () => {
  it('comes once for each occasion', () => {
    const calls = new AlertCalls();
    expect(calls.take([alert()], loud)).toMatchObject([{ late: false, urgent: false }]);
    expect(calls.take([alert({ count: 2 })], loud)).toEqual([]);
    expect(calls.take([alert({ reopenings: 1 })], loud)).toHaveLength(1);
    const late = alert({ reopenings: 1, escalations: 1, escalatedAt: '2026-01-05T10:30:00.000Z' });
    expect(calls.take([late], loud)).toMatchObject([{ late: true, urgent: true }]);
    expect(calls.take([late], loud)).toEqual([]);
  });

  it('is urgent for a critical alert', () => {
    const grave = alert({ severity: 'critical' });
    expect(new AlertCalls().take([grave], loud)).toMatchObject([{ urgent: true }]);
  });

  it('does not come for what was there before the screen, nor for what is dealt with', () => {
    const calls = new AlertCalls();
    calls.begin([alert()], loud);
    expect(calls.take([alert()], loud)).toEqual([]);
    expect(calls.take([alert({ alertId: 'two', state: 'acknowledged' })], loud)).toEqual([]);
  });

  it('waits while another alert explains it or a person silenced it, and then comes', () => {
    const calls = new AlertCalls();
    calls.begin([alert()], silent);
    expect(calls.take([alert({ inhibitedBy: 'link-down' })], loud)).toEqual([]);
    expect(calls.take([alert()], silent)).toEqual([]);
    expect(calls.take([alert()], { ...silent, now: Date.parse(silence.endsAt) })).toHaveLength(1);
  });
});

it.each<[string, Partial<Alert>, boolean]>([
  ['an alert of flood', { rule: 'alert-flood' }, true],
  ['one that a person has seen', { rule: 'alert-flood', state: 'acknowledged' }, true],
  ['one that is over', { rule: 'alert-flood', conditionCleared: true }, false],
  ['any other', {}, false],
])('%s says whether there is a flood', (_what, change, flooding) => {
  expect(isFlooding([alert(change)])).toBe(flooding);
});

it('counts for all that are called for together what is open', () => {
  const seen = alert({ alertId: 'two', state: 'acknowledged', severity: 'critical' });
  expect(floodText([alert(), alert({ severity: 'critical' }), seen])).toMatch(
    /^2 alerts are open, 1 of them critical\./,
  );
});
