import type { ColDef } from 'ag-grid-community';

import type { LoadRow } from '#shared/domain/load.ts';

import { ActionButton } from '../../actions/ActionButton.tsx';
import { formatDate, formatNumber, formatTime } from '../../format.ts';
import { chooseRun, loadRuns } from '../../stores/load-store.ts';
import { rowsOf } from '../../stores/row-source.ts';
import { Blotter } from '../../ui/Blotter.tsx';
import { figureColumn, textColumn } from '../../ui/columns.ts';

const source = rowsOf(loadRuns);

function latencyOf({ summary }: LoadRow, kind: 'order' | 'quote', of: 'meanMs' | 'p99Ms') {
  return summary?.kinds.find((each) => each.kind === kind)?.latency[of] ?? null;
}

const digits =
  (count: number) =>
  (value: number | null): string =>
    formatNumber(value, count);

const columns: ColDef<LoadRow>[] = [
  textColumn(
    'Began',
    ({ beganAt }) => `${formatDate(Date.parse(beganAt))} ${formatTime(Date.parse(beganAt))}`,
    { sort: 'desc', width: 155 },
  ),
  textColumn('Scenario', ({ scenario }) => scenario.title, { flex: 1, minWidth: 120 }),
  textColumn('State', ({ state, isBaseline }) => (isBaseline ? `${state}, baseline` : state), {
    width: 150,
  }),
  figureColumn('Done /s', ({ summary }) => summary?.achievedPerSecond ?? null, digits(1), {
    width: 80,
  }),
  figureColumn('Failed %', ({ summary }) => summary?.errorPercent ?? null, digits(2), {
    width: 90,
  }),
  figureColumn('Orders mean ms', (row) => latencyOf(row, 'order', 'meanMs'), digits(2), {
    width: 120,
  }),
  figureColumn('Orders p99 ms', (row) => latencyOf(row, 'order', 'p99Ms'), digits(2), {
    width: 115,
  }),
  figureColumn('Quotes p99 ms', (row) => latencyOf(row, 'quote', 'p99Ms'), digits(2), {
    width: 115,
  }),
  figureColumn('Memory MB', ({ summary }) => summary?.resident.highestMb ?? null, digits(0), {
    width: 100,
  }),
];

/** Every run on record; the selected one is shown above. */
export function LoadRuns({ shown }: { shown: LoadRow | null }) {
  return (
    <section className="pane load-runs" aria-label="Runs">
      <div className="pane-head">
        <h2>Runs</h2>
        <span className="pane-space" />
        <ActionButton
          action="load.baseline"
          size="compact-xs"
          label={shown?.isBaseline === true ? 'Take the baseline away' : 'Make it the baseline'}
        />
      </div>
      <Blotter<LoadRow>
        label="Runs"
        source={source}
        keyOf={loadRuns.keyOf}
        columns={columns}
        selected={shown?.runId ?? null}
        narrow={{ below: 900, hides: ['Failed %', 'Orders mean ms', 'Quotes p99 ms', 'Memory MB'] }}
        onSelect={({ runId }) => {
          chooseRun(runId);
        }}
        empty={<p>No run yet. What is measured here stays on record.</p>}
      />
    </section>
  );
}
