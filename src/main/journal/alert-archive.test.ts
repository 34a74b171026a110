import { afterEach, beforeEach, expect, it } from 'vitest';

import type { Alert } from '#shared/domain/alert.ts';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import type { ResolvedQuery } from './alert-archive.ts';
import { exampleAlert } from './facts.fixture.ts';
import { appendNext, emptyFolder, listeningLog } from './folder.fixture.ts';
import { openJournal, type Journal } from './journal.ts';

let journal: Journal;
beforeEach(() => {
  journal = openJournal({ dataDir: emptyFolder(), clock: new VirtualClock(), log: listeningLog() });
  const resolved = (alertId: string, minute: number, change: Partial<Alert> = {}): Alert =>
    exampleAlert({
      alertId,
      state: 'resolved',
      resolvedBy: 'rosa',
      resolvedAt: `2020-03-09T14:0${minute}:00.000Z`,
      ...change,
    });
  const all = [
    resolved('a', 1, { rule: 'clock-skew', severity: 'warning' }),
    resolved('b', 2, { note: 'A Cable was loose.' }),
    resolved('c', 2),
    resolved('d', 3, { conditionCleared: true, ownOrder: true }),
    exampleAlert({ alertId: 'open' }),
  ];
  appendNext(
    journal,
    all.map((alert) => ({
      kind: 'alert.changed',
      by: 'rosa',
      body: { alert, change: 'resolved' },
    })),
  );
});
afterEach(() => journal.close());

const query: ResolvedQuery = { before: null, limit: 10, rule: null, severity: null, text: null };
const found = (asked: Partial<ResolvedQuery>): string[] =>
  journal.alerts.resolved({ ...query, ...asked }).alerts.map(({ alertId }) => alertId);

it('pages through what is resolved, the latest first, without a gap', () => {
  const first = journal.alerts.resolved({ ...query, limit: 2 });
  expect(first.alerts.map(({ alertId }) => alertId)).toEqual(['d', 'c']);
  expect(first.more).toBe(true);
  expect(first.alerts[0]).toMatchObject({ conditionCleared: true, ownOrder: true });
  const before = { resolvedAt: '2020-03-09T14:02:00.000Z', alertId: 'c' };
  const second = journal.alerts.resolved({ ...query, limit: 2, before });
  expect(second.alerts.map(({ alertId }) => alertId)).toEqual(['b', 'a']);
  expect(second.more).toBe(false);
});

it('finds by rule, severity and text', () => {
  expect(found({ rule: 'clock-skew' })).toEqual(['a']);
  expect(found({ severity: 'critical' })).toEqual(['d', 'c', 'b']);
  expect(found({ text: 'cable WAS' })).toEqual(['b']);
  expect(found({ text: '%' })).toEqual([]);
});
