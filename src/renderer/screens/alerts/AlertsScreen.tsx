import { Button, Checkbox } from '@mantine/core';
import type { ColDef } from 'ag-grid-community';
import type { CustomCellRendererProps } from 'ag-grid-react';
import { useEffect, useMemo, useState } from 'react';

import { isFlooding, quietOf } from '#shared/domain/alert-calls.ts';
import type { Alert, AlertState } from '#shared/domain/alert.ts';

import { actionOf } from '../../actions/all-actions.ts';
import { Keys } from '../../actions/Keys.tsx';
import {
  formatAge,
  formatMilliseconds,
  formatNumber,
  formatQuantity,
  unknown,
} from '../../format.ts';
import { useAlertCounts } from '../../frame/use-alert-counts.ts';
import { slowestAlert, useAlertDelays } from '../../stores/alert-delays.ts';
import { useClock } from '../../stores/clock-store.ts';
import { alerts, silences } from '../../stores/desk-topics.ts';
import { rowsOf } from '../../stores/row-source.ts';
import { usePerson } from '../../stores/session-store.ts';
import { selectAlert, useSelection } from '../../stores/selection-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Badge, type BadgeTone } from '../../ui/Badge.tsx';
import { Blotter } from '../../ui/Blotter.tsx';
import { textColumn } from '../../ui/columns.ts';
import { SeverityMark } from '../../ui/SeverityMark.tsx';
import { AlertDetail } from './AlertDetail.tsx';
import { AlertFilters } from './AlertFilters.tsx';
import { MarkedAlerts } from './MarkedAlerts.tsx';
import { OlderAlerts } from './OlderAlerts.tsx';
import { Silences } from './Silences.tsx';
import { alertFigures, timeLeftMs } from '../../stores/alert-figures.ts';
import {
  type AlertFilter,
  alertTest,
  compareAlerts,
  isNarrowed,
} from '../../stores/alert-queue.ts';
import {
  markAlert,
  moveAlertSelection,
  requestAlertFocus,
  useAlertQueue,
} from '../../stores/alert-queue-store.ts';

const stateTones: Record<AlertState, BadgeTone> = {
  open: 'critical',
  acknowledged: 'warning',
  resolved: 'good',
};

function MarkCell({ data }: CustomCellRendererProps<Alert>) {
  return data === undefined ? null : <SeverityMark severity={data.severity} />;
}

function WhatCell({ data }: CustomCellRendererProps<Alert>) {
  if (data === undefined) return null;
  return (
    <div className="two-lines">
      <strong>{data.title}</strong>
      <span className="muted">{data.detail}</span>
    </div>
  );
}

function AgeCell({ data }: CustomCellRendererProps<Alert>) {
  const firstSeen = data === undefined ? 0 : Date.parse(data.firstSeenAt);
  return useClock(({ now }) =>
    formatAge(Math.floor((now - firstSeen) / 1_000) * 1_000).replace('.0', ''),
  );
}

function TimeLeftCell({ data }: CustomCellRendererProps<Alert>) {
  const left = useClock(({ now }) => (data === undefined ? '' : timeLeftText(data, now)));
  return left === late ? <Badge tone="critical">{late}</Badge> : left;
}

const late = 'late';

function timeLeftText(alert: Alert, now: number): string {
  const left = timeLeftMs(alert, now);
  if (left === null) return unknown;
  return left <= 0 ? late : formatAge(Math.ceil(left / 1_000) * 1_000).replace('.0', '');
}

function StateCell({ data }: CustomCellRendererProps<Alert>) {
  const silenced = useTopic(silences, (state) => state.rows);
  const beat = useClock(({ now }) => Math.floor(now / 10_000) * 10_000);
  if (data === undefined) return null;
  const quiet = quietOf(data, silenced.values(), beat);
  return quiet === null ? (
    <Badge tone={stateTones[data.state]}>{data.state}</Badge>
  ) : (
    <Badge tone="neutral">{quiet === 'inhibited' ? 'explained' : quiet}</Badge>
  );
}

function MarkBox({ data }: CustomCellRendererProps<Alert>) {
  const marked = useAlertQueue(({ marked: all }) => data !== undefined && all.has(data.alertId));
  if (data === undefined || data.state !== 'open') return null;
  return (
    <Checkbox
      className="mark-box"
      size="xs"
      tabIndex={-1}
      aria-label={`Mark ${data.title}`}
      checked={marked}
      onChange={() => {
        markAlert(data.alertId);
      }}
    />
  );
}

const columns: ColDef<Alert>[] = [
  textColumn<Alert>('Mark', () => '', { width: 56, cellRenderer: MarkBox, sortable: false }),
  textColumn<Alert>('Severity', ({ severity }) => severity, {
    width: 84,
    cellRenderer: MarkCell,
    sort: 'asc',
    comparator: (_a, _b, one, other) =>
      one.data === undefined || other.data === undefined ? 0 : compareAlerts(one.data, other.data),
  }),
  textColumn<Alert>('What', ({ title }) => title, {
    flex: 1,
    minWidth: 240,
    cellRenderer: WhatCell,
  }),
  textColumn<Alert>('Age', ({ firstSeenAt }) => firstSeenAt, {
    width: 84,
    type: 'rightAligned',
    cellRenderer: AgeCell,
  }),
  textColumn<Alert>('Time left', ({ acknowledgeBy }) => acknowledgeBy ?? '', {
    width: 96,
    type: 'rightAligned',
    cellRenderer: TimeLeftCell,
    headerTooltip: 'Left to acknowledge it before it escalates',
  }),
  textColumn<Alert>('Owner', ({ owner }) => owner ?? '—', {
    width: 128,
    tooltip: ({ data }) => (data?.owner === null ? 'Nobody has acknowledged it yet.' : null),
  }),
  textColumn<Alert>('Seen', ({ count }) => `×${formatQuantity(count)}`, {
    width: 72,
    type: 'rightAligned',
  }),
  textColumn<Alert>('State', ({ state }) => state, { width: 124, cellRenderer: StateCell }),
];

const source = rowsOf(alerts);
const queueKeys = [
  'alert.next',
  'alert.previous',
  'alert.acknowledge',
  'alert.resolve',
  'alert.note',
  'alert.mark',
  'alert.silence',
];
const keyWords: Record<string, string> = {
  'alert.next': 'next',
  'alert.previous': 'previous',
  'alert.acknowledge': 'acknowledge',
  'alert.resolve': 'resolve',
  'alert.note': 'note',
  'alert.mark': 'mark',
  'alert.silence': 'silence',
};

function emptyWords(filter: AlertFilter): string {
  const { view } = filter;
  if (isNarrowed(filter)) return 'No alert is like that. Clear the filter to see the others.';
  if (view === 'quiet') return 'Every open alert calls for a person.';
  return view === 'all' ? 'No alert has been raised.' : 'No alert is open.';
}

/** What a person must see: the queue, and the selected alert beside it. */
export function AlertsScreen() {
  const filter = useAlertQueue((state) => state.filter);
  const marked = useAlertQueue((state) => state.marked.size);
  const alertId = useSelection((state) => state.alertId);
  const rows = useTopic(alerts, (state) => state.rows);
  const silenced = useTopic(silences, (state) => state.rows);
  const personId = usePerson()?.personId ?? null;
  const [older, setOlder] = useState(false);
  const selected = alertId === null ? undefined : rows.get(alertId);
  const now = useClock((clock) => Math.floor(clock.now / 10_000) * 10_000);
  const context = useMemo(
    () => ({ personId, silences: [...silenced.values()], now }),
    [personId, silenced, now],
  );
  const keep = useMemo(() => alertTest(filter, context), [filter, context]);
  const shown = useMemo(() => [...rows.values()].some(keep), [rows, keep]);
  const counts = useAlertCounts();
  const acknowledged = useMemo(
    () => [...rows.values()].filter(({ state }) => state === 'acknowledged').length,
    [rows],
  );

  useEffect(() => {
    if (selected === undefined && shown) moveAlertSelection(0);
  }, [selected, shown]);

  const dealtWith = useMemo(() => alertFigures(rows.values(), now), [rows, now]);
  const isFlood = useMemo(() => isFlooding(rows.values()), [rows]);
  const slowestMs = useAlertDelays(slowestAlert);
  const meanTime = (ms: number | null): string => (ms === null ? unknown : formatAge(ms));
  const figures: [label: string, value: string, why?: string][] = [
    ['Open', formatQuantity(counts.critical + counts.warning + counts.info)],
    ['Critical', formatQuantity(counts.critical)],
    ['Warning', formatQuantity(counts.warning)],
    ['Info', formatQuantity(counts.info)],
    ['Quiet', formatQuantity(counts.quiet)],
    ['Late', formatQuantity(dealtWith.escalated)],
    ['Acknowledged', formatQuantity(acknowledged)],
    ['New in 10 min', `${formatQuantity(dealtWith.fresh)}${isFlood ? ' – flood' : ''}`],
    ['Mean to acknowledge', meanTime(dealtWith.toAcknowledgeMs)],
    ['Mean to resolve', meanTime(dealtWith.toResolveMs)],
    [
      'Opened again',
      dealtWith.reopenRate === null ? unknown : `${formatNumber(dealtWith.reopenRate * 100, 0)} %`,
    ],
    [
      'To screen',
      formatMilliseconds(slowestMs),
      slowestMs === null
        ? 'No alert has come to this window since it was opened.'
        : 'The slowest of the latest alerts at this window, from when the desk saw it until it was drawn here.',
    ],
  ];
  return (
    <main className="screen alerts-screen" aria-label="Alerts">
      <h1 className="visually-hidden">Alerts</h1>
      <dl className="headline-figures">
        {figures.map(([label, value, why]) => (
          <div key={label} title={why}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <section className="pane" aria-label="Queue">
        <div className="pane-head">
          <h2>Queue</h2>
          <span className="pane-space" />
          <span className="key-legend">
            {queueKeys.map((id) => (
              <span key={id}>
                <Keys shortcut={actionOf(id).shortcut ?? ''} /> {keyWords[id]}
              </span>
            ))}
          </span>
        </div>
        <AlertFilters quiet={counts.quiet} />
        <Blotter<Alert>
          label="Alerts"
          source={source}
          keyOf={alerts.keyOf}
          columns={columns}
          keep={keep}
          selected={alertId}
          onSelect={(alert) => {
            selectAlert(alert.alertId);
          }}
          onOpen={() => {
            requestAlertFocus('note');
          }}
          twoLines
          empty={<p>{emptyWords(filter)}</p>}
        />
        <Silences now={now} />
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
          <span className="muted">
            {formatQuantity(rows.size)} here; the journal has those resolved more than a day ago.
          </span>
        </div>
      </section>
      <aside className="side-pane" aria-label="Selected alert">
        <MarkedAlerts />
        {marked > 0 ? null : selected === undefined ? (
          <p className="panel-note">Select an alert to see what it is about.</p>
        ) : (
          <AlertDetail key={selected.alertId} alert={selected} />
        )}
      </aside>
      <OlderAlerts
        opened={older}
        onClose={() => {
          setOlder(false);
        }}
      />
    </main>
  );
}
