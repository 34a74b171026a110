import { Button } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';

import { limitWords, unitWord } from '#shared/domain/limit-words.ts';
import type { LimitName, LimitScope } from '#shared/domain/limits.ts';

import { ActionButton } from '../../actions/ActionButton.tsx';
import { formatPlain } from '../../format.ts';
import { useConnection } from '../../stores/connection-store.ts';
import { useRisk, useStatus } from '../../stores/desk-topics.ts';
import { instrumentOf } from '../../stores/instruments.ts';
import { readLimits, useLimits } from '../../stores/limits-store.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { ShareBar } from '../../ui/ShareBar.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { scopeName } from './difference-words.ts';
import { LimitsHistory } from './LimitsHistory.tsx';

/** How far a limit is used now, where it is used most; nothing for a limit on single orders. */
function Use({ name, scope, words }: { name: LimitName; scope: LimitScope | null; words: string }) {
  const use = useRisk(
    ({ limitUse }) =>
      limitUse.find(
        (each) =>
          each.limit === name && each.scope?.kind === scope?.kind && each.scope?.id === scope?.id,
      ) ?? null,
  );
  if (use === null) return <span className="faint">per order</span>;
  const { used, value, instrumentId } = use;
  if (used === null) return <span className="muted">not known</span>;
  const where = instrumentId === null ? undefined : instrumentOf(instrumentId)?.displaySymbol;
  return (
    <span className="limit-use" title={`${formatPlain(used)} of ${formatPlain(value)}`}>
      <ShareBar label={`${words}: used`} used={used} limit={value} />
      <span className="muted">
        {Math.round((100 * used) / value)} %{where === undefined ? '' : ` ${where}`}
      </span>
    </span>
  );
}

function Row({
  words,
  reason,
  value,
  unit,
  use,
}: {
  words: string;
  reason: string;
  value: string;
  unit: string;
  use: ReactNode;
}) {
  return (
    <tr>
      <th scope="row">
        {words}
        <div className="limit-reason">{reason}</div>
      </th>
      <td className="right">
        <span className="strong">{value}</span>
        <div className="limit-reason">{unit}</div>
      </td>
      <td>{use}</td>
    </tr>
  );
}

/** The desk's limits, with how far each is used, why each is what it is. */
export function LimitsTable() {
  const [history, setHistory] = useState(false);
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
        <span className="pane-space" />
        <Button
          size="compact-xs"
          variant="default"
          aria-expanded={history}
          onClick={() => {
            setHistory(!history);
          }}
        >
          History
        </Button>
        <ActionButton action="limits.propose" label="Propose…" size="compact-xs" />
      </div>
      {history && <LimitsHistory />}
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
              <th scope="col">Used</th>
            </tr>
          </thead>
          <tbody>
            {limitWords.map(([id, words]) => (
              <Row
                key={id}
                words={words}
                reason={limits[id].reason}
                value={formatPlain(limits[id].value)}
                unit={unitWord(limits[id].unit, baseCurrency)}
                use={<Use name={id} scope={null} words={words} />}
              />
            ))}
            {limits.scopes.flatMap(({ scope, limits: scoped }) =>
              limitWords.flatMap(([id, words]) => {
                const held = scoped[id];
                if (held === undefined) return [];
                const name = `${words}, ${scopeName(scope)}`;
                return [
                  <Row
                    key={`${id} ${scope.kind} ${scope.id}`}
                    words={name}
                    reason={held.reason}
                    value={formatPlain(held.value)}
                    unit={unitWord(limits[id].unit, baseCurrency)}
                    use={<Use name={id} scope={scope} words={name} />}
                  />,
                ];
              }),
            )}
            {limits.restrictedInstruments.map(({ symbol, reason }) => (
              <Row
                key={`restricted ${symbol}`}
                words="Restricted: nothing leaves"
                reason={reason}
                value={symbol}
                unit=""
                use={<span className="muted">symbol</span>}
              />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
