import { useDeferredValue, useMemo } from 'react';

import { isFlooding } from '#shared/domain/alert-calls.ts';

import {
  formatAge,
  formatMilliseconds,
  formatNumber,
  formatQuantity,
  unknown,
} from '../../format.ts';
import { useAlertCounts } from '../../frame/use-alert-counts.ts';
import { slowestAlert, useAlertDelays } from '../../stores/alert-delays.ts';
import { alertFigures } from '../../stores/alert-figures.ts';
import { useClock } from '../../stores/clock-store.ts';
import { alerts } from '../../stores/desk-topics.ts';
import { useTopic } from '../../stores/topic-store.ts';

/** How many alerts there are, and how the desk deals with them. */
export function AlertHeadline() {
  // Means over all of them may come a frame after the alert itself, and after the key that was pressed meanwhile.
  const rows = useDeferredValue(useTopic(alerts, (state) => state.rows));
  const now = useClock((clock) => Math.floor(clock.now / 10_000) * 10_000);
  const counts = useAlertCounts();
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
    ['Acknowledged', formatQuantity(dealtWith.acknowledged)],
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
    <dl className="headline-figures">
      {figures.map(([label, value, why]) => (
        <div key={label} title={why}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
