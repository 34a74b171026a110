import { NativeSelect } from '@mantine/core';

import type { ComparedCheck } from '#shared/domain/readiness-history.ts';
import type { AttemptRow } from '#shared/domain/readiness-verdict.ts';

import { formatDate, formatTime } from '../../format.ts';
import {
  attemptBefore,
  attempts,
  compareAttempts,
  shownAttempt,
  useReadiness,
} from '../../stores/readiness-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { stateWords, tookText } from './readiness-words.ts';

const outcomeWords: Readonly<Record<ComparedCheck['outcome'], string>> = {
  worse: '✗ worse',
  better: '✓ better',
  same: 'same',
  new: 'new',
  gone: 'not run',
};

function nameOf({ beganAt, phases, state }: AttemptRow): string {
  const at = Date.parse(beganAt);
  const which = phases.length === 6 ? 'all phases' : `phase ${phases.join(', ')}`;
  return `${formatDate(at)} ${formatTime(at)}, ${which}, ${state}`;
}

/** What a person looks at first: what got worse, then what is flaky or slower, then the rest. */
function rank({ outcome, flaky, slower, figures }: ComparedCheck): number {
  if (outcome === 'worse') return 0;
  if (flaky) return 1;
  if (slower || figures.length > 0) return 2;
  return outcome === 'same' ? 4 : 3;
}

function remarks({ slower, flaky, figures }: ComparedCheck): string {
  return [
    ...(flaky ? ['flaky: it has passed and failed under one configuration'] : []),
    ...(slower ? ['slower'] : []),
    ...figures,
  ].join('; ');
}

/** Two attempts side by side: what got worse, slower or is flaky stands first. */
export function AttemptComparison() {
  const rows = useTopic(attempts, (state) => state.rows);
  const chosen = useReadiness((state) => state.attemptId);
  const comparison = useReadiness((state) => state.comparison);
  const all = [...rows.values()].toSorted((a, b) => (a.beganAt < b.beganAt ? 1 : -1));
  const shown = shownAttempt(all, chosen);
  const after = comparison?.after ?? shown?.attemptId ?? '';
  const before =
    comparison?.before ?? (shown === null ? '' : (attemptBefore(all, shown)?.attemptId ?? ''));
  if (all.length < 2) {
    return (
      <p className="panel-note">
        There is nothing to compare yet: two attempts on record are needed.
      </p>
    );
  }
  const options = [
    { value: '', label: 'Choose an attempt' },
    ...all.map((row) => ({ value: row.attemptId, label: nameOf(row) })),
  ];
  const choose = (one: string, other: string): void => {
    if (one !== '' && other !== '') void compareAttempts(one, other);
  };
  return (
    <div className="readiness-scroll">
      <div className="button-row">
        <NativeSelect
          label="Before"
          data={options}
          value={before}
          onChange={(event) => {
            choose(event.currentTarget.value, after);
          }}
        />
        <NativeSelect
          label="After"
          data={options}
          value={after}
          onChange={(event) => {
            choose(before, event.currentTarget.value);
          }}
        />
      </div>
      {comparison !== null && (
        <>
          <p className="muted">
            {comparison.changed === null
              ? 'Both were made under the same configuration.'
              : `Between them, ${comparison.changed}.`}
          </p>
          <table className="plain-table readiness-table">
            <thead>
              <tr>
                <th scope="col">Check</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
                <th scope="col">Took before</th>
                <th scope="col">Took after</th>
                <th scope="col">Result</th>
                <th scope="col">Remarks</th>
              </tr>
            </thead>
            <tbody>
              {comparison.checks
                .toSorted((a, b) => rank(a) - rank(b))
                .map((each) => (
                  <tr key={each.checkId}>
                    <th scope="row">{each.title}</th>
                    <td>{each.before === null ? '—' : stateWords[each.before.result]}</td>
                    <td>{each.after === null ? '—' : stateWords[each.after.result]}</td>
                    <td>{each.before === null ? '—' : tookText(each.before.durationMs)}</td>
                    <td>{each.after === null ? '—' : tookText(each.after.durationMs)}</td>
                    <td
                      className={
                        each.outcome === 'worse'
                          ? 'down'
                          : each.outcome === 'better'
                            ? 'up'
                            : 'muted'
                      }
                    >
                      {outcomeWords[each.outcome]}
                    </td>
                    <td>{remarks(each)}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </>
      )}
    </div>
  );
}
