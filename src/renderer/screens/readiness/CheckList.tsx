import type { ColDef } from 'ag-grid-community';
import { useCallback } from 'react';

import type { CheckStatus } from '#shared/domain/readiness-verdict.ts';

import { unknown } from '../../format.ts';
import { checks, chooseCheck, useReadiness } from '../../stores/readiness-store.ts';
import { rowsOf } from '../../stores/row-source.ts';
import { Blotter } from '../../ui/Blotter.tsx';
import { figureColumn, textColumn } from '../../ui/columns.ts';
import {
  figuresInWords,
  listedText,
  requiredText,
  stateWords,
  tellingFigure,
  tookText,
} from './readiness-words.ts';

const source = rowsOf(checks);

function traitOf({ critical, negativeControl }: CheckStatus): string {
  if (negativeControl) return 'control';
  return critical ? 'critical' : '';
}

function telling({ run }: CheckStatus) {
  return run === null ? null : tellingFigure(run.figures);
}

const marks: Partial<Record<CheckStatus['state'], string>> = {
  passed: '✓ ',
  failed: '✗ ',
  skipped: '– ',
};

const columns: ColDef<CheckStatus>[] = [
  figureColumn(
    'Phase',
    ({ phase }) => phase,
    (value) => String(value),
    { width: 64 },
  ),
  textColumn('What is proven', ({ title }) => title, {
    flex: 1,
    minWidth: 200,
    wrapText: true,
    autoHeight: true,
  }),
  textColumn('Kind', traitOf, { width: 80 }),
  textColumn(
    'Must be',
    (row) => {
      const figure = telling(row);
      return figure === null ? '' : requiredText(figure);
    },
    { width: 160, type: 'rightAligned' },
  ),
  textColumn('Measured', ({ run }) => listedText(run?.figures ?? []), {
    width: 205,
    type: 'rightAligned',
    tooltip: ({ data }) => figuresInWords(data?.run?.figures ?? []),
  }),
  figureColumn(
    'Took',
    ({ run }) => run?.durationMs ?? null,
    (value) => (value === null ? unknown : tookText(value)),
    { width: 76 },
  ),
  textColumn(
    'Result',
    ({ state, outdated }) =>
      `${marks[state] ?? ''}${stateWords[state]}${outdated ? ', outdated' : ''}`,
    {
      width: 150,
      cellClassRules: {
        up: ({ data }) => data?.state === 'passed' && !data.outdated,
        down: ({ data }) => data?.state === 'failed',
        'severity-warning': ({ data }) => data?.state === 'skipped',
      },
    },
  ),
];

/** The checks of the chosen phase, or of all, live while an attempt runs. */
export function CheckList({ shownId }: { shownId: string | null }) {
  const phase = useReadiness((state) => state.phase);
  const keep = useCallback((row: CheckStatus) => phase === null || row.phase === phase, [phase]);
  return (
    <Blotter<CheckStatus>
      label="Checks"
      source={source}
      keyOf={checks.keyOf}
      columns={columns}
      keep={keep}
      selected={shownId}
      narrow={{ below: 900, hides: ['Kind', 'Took'] }}
      onSelect={({ checkId }) => {
        chooseCheck(checkId);
      }}
      empty={<p>This version of Deskcheck has no checks of this phase.</p>}
    />
  );
}
