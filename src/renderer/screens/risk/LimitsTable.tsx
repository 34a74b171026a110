import { useEffect } from 'react';

import { formatPlain } from '../../format.ts';
import { useConnection } from '../../stores/connection-store.ts';
import { useStatus } from '../../stores/desk-topics.ts';
import { readLimits, useLimits } from '../../stores/limits-store.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { limitWords, unitWord } from './limit-words.ts';

/** The desk's limits, with why each is what it is. */
export function LimitsTable() {
  const limits = useLimits((state) => state.limits);
  const problem = useLimits((state) => state.problem);
  const baseCurrency = useStatus((status) => status.baseCurrency) ?? '';
  const connected = useConnection((state) => state.phase === 'open');
  const version = useStatus((status) => status.limitsVersion);
  const unusedFile = useStatus((status) => status.unusedLimitsFile);
  useEffect(() => {
    if (connected) void readLimits();
  }, [connected, version]);
  return (
    <section className="pane" aria-label="Limits">
      <div className="pane-head">
        <h2>Limits</h2>
        {limits !== null && <span className="muted">version {limits.version}</span>}
      </div>
      {unusedFile !== null && <p className="muted">{unusedFile}</p>}
      {problem !== null && <ProblemNote {...problem} />}
      {limits === null && problem === null && <Skeleton lines={7} label="Limits are loading" />}
      {limits !== null && (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">Limit</th>
              <th scope="col" className="right">
                Value
              </th>
              <th scope="col">Unit</th>
              <th scope="col">Reason</th>
            </tr>
          </thead>
          <tbody>
            {limitWords.map(([id, words]) => (
              <tr key={id}>
                <th scope="row">{words}</th>
                <td className="right strong">{formatPlain(limits[id].value)}</td>
                <td className="muted">{unitWord(limits[id].unit, baseCurrency)}</td>
                <td className="muted">{limits[id].reason}</td>
              </tr>
            ))}
            {limits.restrictedInstruments.map(({ symbol, reason }) => (
              <tr key={`restricted ${symbol}`}>
                <th scope="row">Restricted: nothing leaves</th>
                <td className="right strong">{symbol}</td>
                <td className="muted">symbol</td>
                <td className="muted">{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
