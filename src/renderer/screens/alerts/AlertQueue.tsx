import { Button } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';

import type { Alert } from '#shared/domain/alert.ts';

import { actionOf } from '../../actions/all-actions.ts';
import { Keys } from '../../actions/Keys.tsx';
import { formatQuantity } from '../../format.ts';
import { alertTest, isNarrowed, type AlertFilter } from '../../stores/alert-queue.ts';
import {
  moveAlertSelection,
  requestAlertFocus,
  useAlertQueue,
} from '../../stores/alert-queue-store.ts';
import { useClock } from '../../stores/clock-store.ts';
import { alerts, silences } from '../../stores/desk-topics.ts';
import { rowsOf } from '../../stores/row-source.ts';
import { usePerson } from '../../stores/session-store.ts';
import { selectAlert, useSelection } from '../../stores/selection-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Blotter } from '../../ui/Blotter.tsx';
import { alertColumns } from './alert-columns.tsx';
import { AlertFilters } from './AlertFilters.tsx';
import { OlderAlerts } from './OlderAlerts.tsx';
import { Silences } from './Silences.tsx';

const source = rowsOf(alerts);
const keyWords = [
  ['alert.next', 'next'],
  ['alert.previous', 'previous'],
  ['alert.acknowledge', 'acknowledge'],
  ['alert.resolve', 'resolve'],
  ['alert.note', 'note'],
  ['alert.mark', 'mark'],
  ['alert.silence', 'silence'],
] as const;

function emptyWords(filter: AlertFilter): string {
  const { view } = filter;
  if (isNarrowed(filter)) return 'No alert is like that. Clear the filter to see the others.';
  if (view === 'quiet') return 'Every open alert calls for a person.';
  return view === 'all' ? 'No alert has been raised.' : 'No alert is open.';
}

/** What the filter lets through, now. */
function useAlertTest(filter: AlertFilter): (alert: Alert) => boolean {
  const silenced = useTopic(silences, (state) => state.rows);
  const personId = usePerson()?.personId ?? null;
  // Time alone changes what is quiet. In no other view has the list to be gone through again for it.
  const now = useClock((clock) =>
    filter.view === 'quiet' ? Math.floor(clock.now / 10_000) * 10_000 : 0,
  );
  return useMemo(
    () => alertTest(filter, { personId, silences: [...silenced.values()], now }),
    [filter, personId, silenced, now],
  );
}

function hasAny(held: Iterable<Alert>, keep: (alert: Alert) => boolean): boolean {
  for (const alert of held) if (keep(alert)) return true;
  return false;
}

const select = ({ alertId }: Alert): void => {
  selectAlert(alertId);
};
const writeNote = (): void => {
  requestAlertFocus('note');
};

/** The alerts themselves. One of them is always selected. */
function AlertRows() {
  const filter = useAlertQueue((state) => state.filter);
  const keep = useAlertTest(filter);
  const alertId = useSelection((state) => state.alertId);
  const isHeld = useTopic(alerts, ({ rows }) => alertId !== null && rows.has(alertId));
  const isAny = useTopic(alerts, ({ rows }) => hasAny(rows.values(), keep));
  useEffect(() => {
    if (!isHeld && isAny) moveAlertSelection(1);
  }, [isHeld, isAny]);
  return (
    <Blotter<Alert>
      label="Alerts"
      source={source}
      keyOf={alerts.keyOf}
      columns={alertColumns}
      keep={keep}
      selected={alertId}
      onSelect={select}
      onOpen={writeNote}
      twoLines
      empty={<p>{emptyWords(filter)}</p>}
    />
  );
}

function Held() {
  const count = useTopic(alerts, ({ rows }) => rows.size);
  return (
    <span className="muted">
      {formatQuantity(count)} here; the journal has those resolved more than a day ago.
    </span>
  );
}

/** The queue to work through, by keyboard or pointer. */
export function AlertQueue() {
  const [older, setOlder] = useState(false);
  return (
    <section className="pane" aria-label="Queue">
      <div className="pane-head">
        <h2>Queue</h2>
        <span className="pane-space" />
        <span className="key-legend">
          {keyWords.map(([id, word]) => (
            <span key={id}>
              <Keys shortcut={actionOf(id).shortcut ?? ''} /> {word}
            </span>
          ))}
        </span>
      </div>
      <AlertFilters />
      <AlertRows />
      <Silences />
      <div className="pane-foot">
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => {
            setOlder(true);
          }}
        >
          Look up older alerts…
        </Button>
        <Held />
      </div>
      <OlderAlerts
        opened={older}
        onClose={() => {
          setOlder(false);
        }}
      />
    </section>
  );
}
