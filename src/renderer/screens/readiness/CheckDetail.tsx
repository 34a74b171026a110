import { useEffect } from 'react';

import { holds, type CheckRun, type Figure } from '#shared/domain/readiness.ts';
import type { CheckHistoryEntry } from '#shared/domain/readiness-history.ts';
import type { CheckStatus, ReadinessStatus } from '#shared/domain/readiness-verdict.ts';

import { formatMoment, formatQuantity, unknown } from '../../format.ts';
import { useClock } from '../../stores/clock-store.ts';
import { readHistory, useReadiness } from '../../stores/readiness-store.ts';
import { Badge } from '../../ui/Badge.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { CheckTrend } from './CheckTrend.tsx';
import {
  measuredText,
  requiredText,
  stateTones,
  stateWords,
  tellingFigure,
  tookText,
} from './readiness-words.ts';
import { WaiverForm } from './WaiverForm.tsx';

function Figures({ figures }: { figures: readonly Figure[] }) {
  if (figures.length === 0) return <p className="muted">It measures nothing in figures.</p>;
  return (
    <table className="plain-table readiness-table">
      <thead>
        <tr>
          <th scope="col">Figure</th>
          <th scope="col">Must be</th>
          <th scope="col">Measured</th>
          <th scope="col">Holds</th>
        </tr>
      </thead>
      <tbody>
        {figures.map((figure) => (
          <tr key={figure.figureId}>
            <th scope="row">{figure.title}</th>
            <td>{requiredText(figure)}</td>
            <td>{measuredText(figure)}</td>
            <td className={figure.threshold === null ? 'muted' : holds(figure) ? 'up' : 'down'}>
              {figure.threshold === null ? '—' : holds(figure) ? '✓ yes' : '✗ no'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function EvidenceList({ evidence }: Pick<CheckRun, 'evidence'>) {
  if (evidence.length === 0) return <p className="muted">It left no files.</p>;
  return (
    <ul className="readiness-evidence">
      {evidence.map(({ file, title, bytes, sha256 }) => (
        <li key={file}>
          {title}{' '}
          <span className="muted">
            {file}, {formatQuantity(bytes)} bytes
          </span>
          <br />
          <span className="hash" title="SHA-256">
            {sha256}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Older runs are in the report and in the journal. */
const historyShown = 8;

function History({ entries }: { entries: readonly CheckHistoryEntry[] }) {
  const now = useClock((clock) => Math.floor(clock.now / 60_000) * 60_000);
  const latest = entries.at(-1);
  if (latest === undefined) return <p className="muted">It has never run.</p>;
  // One figure all the way down: which one is the nearest its threshold changes from run to run.
  const followed = tellingFigure(latest.run.figures);
  return (
    <>
      <CheckTrend entries={entries} />
      {followed !== null && <p className="muted">{followed.title}, run by run:</p>}
      <table className="plain-table readiness-table">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Measured</th>
            <th scope="col">Took</th>
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          {entries
            .slice(-historyShown)
            .toReversed()
            .map(({ attemptId, run }) => {
              const figure = run.figures.find(({ figureId }) => figureId === followed?.figureId);
              return (
                <tr key={`${attemptId} ${run.beganAt}`}>
                  <th scope="row" title={attemptId}>
                    {formatMoment(run.beganAt, now)}
                  </th>
                  <td>{figure === undefined ? unknown : measuredText(figure)}</td>
                  <td>{tookText(run.durationMs)}</td>
                  <td>{stateWords[run.result]}</td>
                </tr>
              );
            })}
        </tbody>
      </table>
    </>
  );
}

/** One check: what it is for, what it measured against which threshold, what shows it, and how it went before. */
export function CheckDetail({
  check,
  doing,
}: {
  check: CheckStatus;
  doing: ReadinessStatus['doing'];
}) {
  const history = useReadiness((state) => state.history);
  const { checkId, run, state } = check;
  const ranAt = run?.beganAt ?? null;
  useEffect(() => {
    void readHistory(checkId);
  }, [checkId, ranAt]);
  const isDoing = doing !== null && doing.checkId === checkId;
  return (
    <ScrollRegion className="side-pane readiness-detail" label="The check">
      <div className="detail-head">
        <h2>{check.title}</h2>
        <span className="pane-space" />
        <Badge tone={stateTones[state]}>{stateWords[state]}</Badge>
      </div>
      <div className="detail-body">
        <p className="muted">{check.why}</p>
        {isDoing && (
          <p role="status">
            It runs now
            {doing.share === null ? '' : `, ${Math.round(doing.share * 100)} %`}
            {doing.doing === '' ? '' : `: ${doing.doing}`}.
          </p>
        )}
        {check.outdated && (
          <p className="severity-warning">
            ▲ What is certified has changed since it ran: it has to run again.
          </p>
        )}
        {(run !== null || !isDoing) && <p>{run === null ? 'It has not run.' : run.sentence}</p>}
        {run !== null && <Figures figures={run.figures} />}
        <h3>Evidence</h3>
        {run === null ? <p className="muted">None yet.</p> : <EvidenceList {...run} />}
        <h3>History</h3>
        {history !== null && history.checkId === checkId && <History entries={history.entries} />}
        <h3>About it</h3>
        <p className="muted">
          {checkId} · weight {check.weight} · {check.critical ? 'critical' : 'not critical'}
          {check.negativeControl ? ' · negative control' : ''} · runs on {check.gateways.join(', ')}
          {check.ownGateway === true && ', with a simulated gateway of its own'}
          {check.needs.length > 0 && ` · needs ${check.needs.join(', ')}`}
        </p>
        {state === 'failed' && check.critical && (
          <p className="muted">It is critical and has failed: nobody can waive that.</p>
        )}
        {(state === 'skipped' || (state === 'failed' && !check.critical)) && (
          <WaiverForm key={checkId} check={check} />
        )}
      </div>
    </ScrollRegion>
  );
}
