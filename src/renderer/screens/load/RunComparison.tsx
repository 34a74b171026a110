import { compareRuns, fewestPeers, type ComparedLine } from '#shared/domain/load-comparison.ts';
import type { LoadRow } from '#shared/domain/load.ts';

import { formatNumber, unknown } from '../../format.ts';

const verdictWords: Readonly<Record<ComparedLine['verdict'], string>> = {
  better: '▲ better',
  'within-noise': 'within noise',
  worse: '▼ worse',
  unknown,
};

function digitsOf(value: number | null): number {
  return value !== null && Math.abs(value) >= 100 ? 0 : 2;
}

function figureText(value: number | null): string {
  return formatNumber(value, digitsOf(value));
}

/** The run that is shown against the baseline of its scenario, with what repeated runs vary by anyway. */
export function RunComparison({ row, all }: { row: LoadRow; all: readonly LoadRow[] }) {
  const baseline = all.find(
    (each) => each.isBaseline && each.scenario.scenarioId === row.scenario.scenarioId,
  );
  return (
    <section className="load-comparison" aria-label="Against the baseline">
      <div className="pane-head">
        <h2>Against the baseline</h2>
      </div>
      {row.summary === null ? (
        <p className="panel-note">
          {row.state === 'running'
            ? 'It is compared when it has ended.'
            : 'This run has measured nothing.'}
        </p>
      ) : baseline === undefined ? (
        <p className="panel-note">
          This scenario has no baseline. Select a run and make it the baseline to see what changes.
        </p>
      ) : (
        <ComparisonTable row={row} baseline={baseline} all={all} />
      )}
    </section>
  );
}

function ComparisonTable({
  row,
  baseline,
  all,
}: {
  row: LoadRow;
  baseline: LoadRow;
  all: readonly LoadRow[];
}) {
  const { lines, peers } = compareRuns(row, baseline, all);
  return (
    <div className="load-side-body">
      <table className="load-table">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col">Run</th>
            <th scope="col">Baseline</th>
            <th scope="col">Noise</th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ figureId, title, unit, run, baseline: base, band, verdict }) => (
            <tr key={figureId}>
              <th scope="row">
                {title} <span className="muted">{unit}</span>
              </th>
              <td>{figureText(run)}</td>
              <td>{figureText(base)}</td>
              <td className="muted">
                {band === null || base === null ? unknown : `±${figureText(band.high - base)}`}
              </td>
              <td data-verdict={row.runId === baseline.runId ? undefined : verdict}>
                {row.runId === baseline.runId ? unknown : verdictWords[verdict]}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">
        {row.runId === baseline.runId && 'This run is the baseline. '}
        {peers < fewestPeers
          ? `With ${peers} other ${peers === 1 ? 'run' : 'runs'} of this scenario, version and machine the noise is not known; a fifth is assumed. From ${fewestPeers} on it is measured.`
          : `Noise: two standard deviations of ${peers} runs of this scenario, version and machine.`}
      </p>
    </div>
  );
}
