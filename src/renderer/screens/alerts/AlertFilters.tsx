import { Button, Checkbox, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';

import type { Alert, Severity } from '#shared/domain/alert.ts';

import { formatQuantity } from '../../format.ts';
import { useAlertCounts } from '../../frame/use-alert-counts.ts';
import {
  alertViewSchema,
  everyAlert,
  isNarrowed,
  type AlertView,
} from '../../stores/alert-queue.ts';
import { filterAlerts, useAlertQueue } from '../../stores/alert-queue-store.ts';
import { alerts } from '../../stores/desk-topics.ts';
import { useTopic } from '../../stores/topic-store.ts';

const severities: { value: Severity | ''; label: string }[] = [
  { value: '', label: 'Every severity' },
  { value: 'critical', label: 'Critical' },
  { value: 'warning', label: 'Warning' },
  { value: 'info', label: 'Info' },
];

/** What the rules are called that there are alerts of. */
function titlesByRule(held: Iterable<Alert>): ReadonlyMap<string, string> {
  const titles = new Map<string, string>();
  for (const { rule, title } of held) if (!titles.has(rule)) titles.set(rule, title);
  return titles;
}

/** What of the alerts is listed. Kept in this browser, so that it is as it was after a reload. */
export function AlertFilters() {
  const { quiet } = useAlertCounts();
  const filter = useAlertQueue((state) => state.filter);
  const titles = useTopic(
    alerts,
    useShallow(({ rows }) => titlesByRule(rows.values())),
  );
  const rules = useMemo(() => {
    const all = new Map(titles);
    if (filter.rule !== null && !all.has(filter.rule)) all.set(filter.rule, filter.rule);
    return [...all].toSorted(([, a], [, b]) => (a < b ? -1 : 1));
  }, [titles, filter.rule]);
  const views: { value: AlertView; label: string }[] = [
    { value: 'unresolved', label: 'Unresolved' },
    { value: 'open', label: 'Open' },
    { value: 'quiet', label: `Quiet ${formatQuantity(quiet)}` },
    { value: 'all', label: 'All' },
  ];
  const { severity, rule, mine, text } = filter;
  const narrowed = isNarrowed(filter);
  return (
    <div className="alert-filters" role="search" aria-label="Filter the alerts">
      <SegmentedControl
        className="quiet-segments"
        size="xs"
        aria-label="Which alerts"
        value={filter.view}
        data={views}
        onChange={(value) => {
          filterAlerts({ view: alertViewSchema.parse(value) });
        }}
      />
      <NativeSelect
        size="xs"
        aria-label="Severity"
        data={severities}
        value={severity ?? ''}
        onChange={({ currentTarget: { value } }) => {
          const chosen = severities.find((each) => each.value === value)?.value ?? '';
          filterAlerts({ severity: chosen === '' ? null : chosen });
        }}
      />
      <NativeSelect
        size="xs"
        aria-label="Rule"
        className="rule-filter"
        data={[
          { value: '', label: 'Every rule' },
          ...rules.map(([value, label]) => ({ value, label })),
        ]}
        value={rule ?? ''}
        onChange={({ currentTarget: { value } }) => {
          filterAlerts({ rule: value === '' ? null : value });
        }}
      />
      <Checkbox
        size="xs"
        label="Mine"
        checked={mine}
        onChange={({ currentTarget: { checked } }) => {
          filterAlerts({ mine: checked });
        }}
      />
      <TextInput
        size="xs"
        aria-label="Text"
        placeholder="Text"
        value={text}
        maxLength={200}
        onChange={({ currentTarget: { value } }) => {
          filterAlerts({ text: value });
        }}
      />
      {narrowed && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => {
            filterAlerts({ ...everyAlert, view: filter.view });
          }}
        >
          Clear
        </Button>
      )}
    </div>
  );
}
