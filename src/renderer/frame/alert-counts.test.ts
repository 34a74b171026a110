import { expect, it } from 'vitest';

import { alertExample } from '#shared/domain/alert.fixture.ts';
import type { Alert } from '#shared/domain/alert.ts';
import type { Silence } from '#shared/domain/silence.ts';

import { countOpenAlerts, sharedCounts } from './alert-counts.ts';

const now = Date.parse('2026-01-05T10:06:00.000Z');

const byId = (...all: Alert[]) => new Map(all.map((each) => [each.alertId, each]));
const held = [
  alertExample('one'),
  alertExample('grave', { severity: 'critical', rule: 'link-down' }),
  alertExample('explained', { inhibitedBy: 'link-down' }),
  alertExample('seen', { state: 'acknowledged' }),
  alertExample('done', { state: 'resolved', severity: 'critical' }),
];
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

it('counts what is open: what calls a person by severity, what calls nobody apart, and all of it by rule', () => {
  expect(countOpenAlerts(held, [], now)).toEqual({
    critical: 1,
    warning: 1,
    info: 0,
    quiet: 1,
    ofRule: new Map([
      ['stale-quote', 2],
      ['link-down', 1],
    ]),
  });
});

it('is the same object until a count is another, so that what shows it is not drawn again', () => {
  const count = sharedCounts();
  const first = count(byId(...held), new Map(), now);
  expect(count(byId(...held, alertExample('old', { state: 'resolved' })), new Map(), now)).toBe(
    first,
  );
  const more = count(byId(...held, alertExample('another')), new Map(), now);
  expect(more.warning).toBe(2);
  // As many of each severity, of other rules.
  const other = count(
    byId(...held, alertExample('another', { rule: 'no-quotes' })),
    new Map(),
    now,
  );
  expect(other).not.toBe(more);
  expect(other.ofRule.get('no-quotes')).toBe(1);
});

it('counts anew when a silence comes, and when time has ended it', () => {
  const count = sharedCounts();
  const rows = byId(...held);
  const silences = new Map([[silence.silenceId, silence]]);
  expect(count(rows, new Map(), now).quiet).toBe(1);
  expect(count(rows, silences, now).quiet).toBe(2);
  expect(count(rows, silences, Date.parse(silence.endsAt)).quiet).toBe(1);
});
