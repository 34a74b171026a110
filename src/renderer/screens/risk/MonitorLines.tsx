import { NativeSelect, TextInput } from '@mantine/core';
import { useId } from 'react';

import { monitorUnitWord } from '#shared/domain/limit-words.ts';
import { alertTitles } from '#shared/domain/alert-titles.ts';
import {
  monitorActionSchema,
  monitorsOfEvents,
  monitorsOfTooLittle,
  type MonitorSetting,
} from '#shared/domain/monitor-settings.ts';

import { useStatus } from '../../stores/desk-topics.ts';
import {
  monitorLineProblem,
  type MonitorField,
  type MonitorLine,
} from '../../stores/monitor-draft.ts';
import type { DraftProps } from './LimitLines.tsx';
import { ReasonField } from './ReasonField.tsx';

const actionWords: Record<MonitorSetting['action'], string> = {
  alert: 'Alert',
  REDUCING: 'Alert, REDUCING',
  HALTED: 'Alert, HALTED',
};
const actionChoices = monitorActionSchema.options.map((value) => ({
  value,
  label: actionWords[value],
}));

const figures = [
  ['soft', 'warning from'],
  ['hard', 'critical from'],
  ['holdMs', 'held for, ms'],
] as const satisfies readonly [MonitorField, string][];

function Line({
  line,
  onChange,
}: {
  line: MonitorLine;
  onChange: (change: Partial<MonitorLine>) => void;
}) {
  const id = useId();
  const baseCurrency = useStatus((status) => status.baseCurrency) ?? '';
  const problem = monitorLineProblem(line);
  const title = alertTitles[line.id];
  const isWrong = (field: MonitorField): boolean => problem?.fields.includes(field) === true;
  const marked = (field: MonitorField): { error: boolean; 'aria-describedby'?: string } =>
    isWrong(field) ? { error: true, 'aria-describedby': id } : { error: false };
  return (
    <tr>
      <th scope="row">
        {title}
        <div className="limit-reason">
          {monitorUnitWord(line.unit, baseCurrency)}
          {monitorsOfTooLittle.has(line.id) && ', crossed from above'}
        </div>
        {problem !== null && (
          <div id={id} className="severity-critical">
            ◆ {problem.sentence}
          </div>
        )}
      </th>
      {figures.map(([field, words]) => (
        <td key={field}>
          <TextInput
            aria-label={`${title}: ${words}`}
            inputMode="decimal"
            placeholder={field === 'holdMs' ? undefined : 'none'}
            readOnly={field === 'holdMs' && monitorsOfEvents.has(line.id) && line.holdMs === '0'}
            value={line[field]}
            {...marked(field)}
            onChange={(event) => {
              onChange({ [field]: event.currentTarget.value });
            }}
          />
        </td>
      ))}
      <td>
        <NativeSelect
          aria-label={`${title}: what it does when critical`}
          data={actionChoices}
          value={line.action}
          {...marked('action')}
          onChange={(event) => {
            onChange({ action: monitorActionSchema.parse(event.currentTarget.value) });
          }}
        />
      </td>
      <td>
        <ReasonField
          label={`${title}: why`}
          value={line.reason}
          error={isWrong('reason')}
          describedBy={isWrong('reason') ? id : undefined}
          onChange={(reason) => {
            onChange({ reason });
          }}
        />
      </td>
    </tr>
  );
}

/** The monitors of a draft: from when on each warns and is critical, how long that must hold, and what it does then. */
export function MonitorLines({ draft, onChange }: DraftProps) {
  return (
    <table className="plain-table monitor-lines">
      <thead>
        <tr>
          <th scope="col">Monitor</th>
          <th scope="col">Soft: warning from</th>
          <th scope="col">Hard: critical from</th>
          <th scope="col">Held for, ms</th>
          <th scope="col">When critical</th>
          <th scope="col">Why it is what it is</th>
        </tr>
      </thead>
      <tbody>
        {draft.monitors.map((line) => (
          <Line
            key={line.id}
            line={line}
            onChange={(change) => {
              const monitors = draft.monitors.map((each) =>
                each.id === line.id ? { ...each, ...change } : each,
              );
              onChange({ ...draft, monitors });
            }}
          />
        ))}
      </tbody>
    </table>
  );
}
