import { afterEach, beforeEach, expect, it } from 'vitest';

import type { Alert, AlertChange } from '#shared/domain/alert.ts';
import type { NewFact } from '#shared/domain/fact.ts';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { exampleAlert } from '../journal/facts.fixture.ts';
import { appendNext, emptyFolder, listeningLog } from '../journal/folder.fixture.ts';
import { openJournal, type Journal } from '../journal/journal.ts';
import { alertHistory } from './alert-history.ts';

let journal: Journal;
beforeEach(() => {
  const clock = new VirtualClock();
  journal = openJournal({ dataDir: emptyFolder(), clock, log: listeningLog() });
});
afterEach(() => journal.close());

const changed = (change: AlertChange, alert: Partial<Alert>, by = 'desk'): NewFact => ({
  kind: 'alert.changed',
  by,
  body: { alert: exampleAlert(alert), change },
});

it('tells all that happened to one alert, oldest first, and proves with the journal', async () => {
  appendNext(journal, [
    changed('raised', { alertId: 'one', observed: 5000, threshold: 5000, unit: 'ms' }),
    changed('raised', { alertId: 'two', note: 'See alert one.' }),
    changed('escalated', { alertId: 'one', escalations: 1 }),
    changed('acknowledged', { alertId: 'one', acknowledgedBy: 'ana', note: 'On it.' }, 'ana'),
  ]);
  const { entries, more } = alertHistory(journal, 'one');
  expect(more).toBe(false);
  expect(entries.map(({ seq, by, change }) => [seq, by, change])).toEqual([
    [1, 'desk', 'raised'],
    [3, 'desk', 'escalated'],
    [4, 'ana', 'acknowledged'],
  ]);
  expect(entries.at(-1)?.sentence).toBe(
    'Alert acknowledged by ana: Order not acknowledged. On it.',
  );
  expect(await journal.verify()).toEqual({ ok: true, facts: 4, difference: null });
});

it('has nothing of an alert that never was', () => {
  expect(alertHistory(journal, 'none')).toEqual({ entries: [], more: false });
});
