import type { DurationFigures, LoadRow } from '#shared/domain/load.ts';

import { formatNumber, unknown } from '../../format.ts';
import { latencyRowsOf, framesText } from './run-latency.ts';

const columns: readonly { title: string; of: (figures: DurationFigures) => number | null }[] = [
  { title: 'p50', of: ({ p50Ms }) => p50Ms },
  { title: 'p90', of: ({ p90Ms }) => p90Ms },
  { title: 'p99', of: ({ p99Ms }) => p99Ms },
  { title: 'p99.9', of: ({ p999Ms }) => p999Ms },
  { title: 'max', of: ({ maxMs }) => maxMs },
];

/** To a tenth while that says something: five figures stand beside each other. */
function figureText(ms: number | null): string {
  return ms === null ? unknown : formatNumber(ms, ms < 99.95 ? 1 : 0);
}

/** How long the operations of a run took, from when they were due and from when they were begun, and the frames it left. */
export function RunLatency({ row }: { row: LoadRow }) {
  return (
    <section className="load-latency" aria-label="Latency">
      <div className="pane-head">
        <h2>Latency</h2>
      </div>
      {row.summary === null ? (
        <p className="panel-note">
          {row.state === 'running'
            ? 'It is counted when the run has ended; the charts show each half second.'
            : 'This run has measured nothing.'}
        </p>
      ) : (
        <div className="load-side-body">
          <table className="load-table">
            <thead>
              <tr>
                <th scope="col">Milliseconds</th>
                {columns.map(({ title }) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {latencyRowsOf(row.summary).map(({ title, why, figures }) => (
                <tr key={title}>
                  <th scope="row" title={why}>
                    {title}
                  </th>
                  {columns.map((column) => (
                    <td key={column.title}>{figureText(column.of(figures))}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          <p className="muted">{framesText(row.summary)}</p>
        </div>
      )}
    </section>
  );
}
