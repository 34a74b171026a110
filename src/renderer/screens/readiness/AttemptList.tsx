import type { ColDef } from 'ag-grid-community';

import type { AttemptRow } from '#shared/domain/readiness-verdict.ts';

import { formatDate, formatNumber, formatTime } from '../../format.ts';
import {
  attempts,
  chooseAttempt,
  shownAttempt,
  useReadiness,
} from '../../stores/readiness-store.ts';
import { rowsOf } from '../../stores/row-source.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Blotter } from '../../ui/Blotter.tsx';
import { figureColumn, textColumn } from '../../ui/columns.ts';
import { shareText } from './readiness-words.ts';

const source = rowsOf(attempts);
const whole = (value: number | null): string => formatNumber(value, 0);

const columns: ColDef<AttemptRow>[] = [
  textColumn(
    'Began',
    ({ beganAt }) => `${formatDate(Date.parse(beganAt))} ${formatTime(Date.parse(beganAt))}`,
    { sort: 'desc', width: 170 },
  ),
  textColumn('Phases', ({ phases }) => (phases.length === 6 ? 'all' : phases.join(', ')), {
    width: 90,
  }),
  textColumn('State', ({ state }) => state, { width: 110 }),
  figureColumn(
    'Score',
    ({ share }) => share,
    (value) => shareText(value ?? 0),
    { width: 80 },
  ),
  figureColumn('Passed', ({ passed }) => passed, whole, { width: 76 }),
  figureColumn('Failed', ({ failed }) => failed, whole, { width: 70 }),
  figureColumn('Skipped', ({ skipped }) => skipped, whole, { width: 80 }),
  figureColumn(
    'Seed',
    ({ seed }) => seed,
    (value) => String(value),
    { width: 110 },
  ),
  textColumn('By', ({ by }) => by, { flex: 1, minWidth: 80 }),
];

/** Every attempt on record; what is compared, resumed and reported is the selected one, else the latest. */
export function AttemptList() {
  const chosen = useReadiness((state) => state.attemptId);
  const rows = useTopic(attempts, (state) => state.rows);
  return (
    <Blotter<AttemptRow>
      label="Attempts"
      source={source}
      keyOf={attempts.keyOf}
      columns={columns}
      selected={shownAttempt(rows.values(), chosen)?.attemptId ?? null}
      narrow={{ below: 760, hides: ['Seed', 'By'] }}
      onSelect={({ attemptId }) => {
        chooseAttempt(attemptId);
      }}
      empty={<p>No attempt yet. Every attempt stays on record, also one that failed.</p>}
    />
  );
}
