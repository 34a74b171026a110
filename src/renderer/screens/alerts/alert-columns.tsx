import type { ColDef } from 'ag-grid-community';
import type { CustomCellRendererProps } from 'ag-grid-react';

import { quietOf } from '#shared/domain/alert-calls.ts';
import type { Alert, AlertState } from '#shared/domain/alert.ts';

import { formatAge, formatQuantity, unknown } from '../../format.ts';
import { timeLeftMs } from '../../stores/alert-figures.ts';
import { compareAlerts } from '../../stores/alert-queue.ts';
import { markAlert, useAlertQueue } from '../../stores/alert-queue-store.ts';
import { useClock } from '../../stores/clock-store.ts';
import { silences } from '../../stores/desk-topics.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Badge, type BadgeTone } from '../../ui/Badge.tsx';
import { textColumn } from '../../ui/columns.ts';
import { SeverityMark } from '../../ui/SeverityMark.tsx';

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
    <input
      type="checkbox"
      className="mark-box"
      tabIndex={-1}
      aria-label={`Mark ${data.title}`}
      checked={marked}
      onChange={() => {
        markAlert(data.alertId);
      }}
    />
  );
}

/** The queue, a line for each alert. */
export const alertColumns: ColDef<Alert>[] = [
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
    tooltip: ({ data }) => (data === undefined ? null : `${data.title}\n${data.detail}`),
  }),
  textColumn<Alert>('Age', ({ firstSeenAt }) => firstSeenAt, {
    width: 84,
    type: 'rightAligned',
    cellRenderer: AgeCell,
  }),
  textColumn<Alert>('Time left', ({ acknowledgeBy }) => acknowledgeBy ?? '', {
    width: 88,
    type: 'rightAligned',
    cellRenderer: TimeLeftCell,
    headerTooltip: 'Left to acknowledge it before it escalates',
  }),
  textColumn<Alert>('Owner', ({ owner }) => owner ?? '—', {
    width: 100,
    tooltip: ({ data }) => (data?.owner === null ? 'Nobody has acknowledged it yet.' : data?.owner),
  }),
  textColumn<Alert>('Seen', ({ count }) => `×${formatQuantity(count)}`, {
    width: 64,
    type: 'rightAligned',
  }),
  textColumn<Alert>('State', ({ state }) => state, { width: 116, cellRenderer: StateCell }),
];
