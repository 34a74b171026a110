import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';

import type { LimitsVersion } from '#shared/contract/commands.ts';

import { formatMoment } from '../../format.ts';
import { problemOf, type Problem } from '../../problem.ts';
import { useClock } from '../../stores/clock-store.ts';
import { call, useConnection } from '../../stores/connection-store.ts';
import { useStatus } from '../../stores/desk-topics.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Differences } from './Differences.tsx';

function Version({ version }: { version: LimitsVersion }) {
  const at = useClock(({ now }) => formatMoment(version.at, Math.floor(now / 60_000) * 60_000));
  const who =
    version.proposedBy === null
      ? `by ${version.by}`
      : `proposed by ${version.proposedBy}, approved by ${version.by}`;
  return (
    <article className="proposal" aria-label={`Version ${version.version}`}>
      <h3>Version {version.version}</h3>
      <p className="muted">
        {at}, {who}. {version.reason}
      </p>
      {version.differences !== null && (
        <Differences
          label={`What version ${version.version} changed`}
          differences={version.differences}
        />
      )}
    </article>
  );
}

/** Every version of the limits, newest first: who, when, why, and what became of what. */
export function LimitsHistory() {
  const connected = useConnection((state) => state.phase === 'open');
  const inForce = useStatus((status) => status.limitsVersion);
  const [versions, setVersions] = useState<readonly LimitsVersion[] | null>(null);
  const [more, setMore] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const read = async (before: readonly LimitsVersion[]): Promise<void> => {
    try {
      const answer = await call('limits.history', { beforeSeq: before.at(-1)?.seq ?? null });
      setVersions([...before, ...answer.versions]);
      setMore(answer.more);
      setProblem(null);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  useEffect(() => {
    if (connected) void read([]);
  }, [connected, inForce]);

  return (
    <section className="limits-history" aria-label="History of the limits">
      {problem !== null && <ProblemNote {...problem} />}
      {versions === null && problem === null && <Skeleton lines={3} label="History is loading" />}
      {(versions ?? []).map((version) => (
        <Version key={version.seq} version={version} />
      ))}
      {more && (
        <Button size="compact-xs" variant="default" onClick={() => void read(versions ?? [])}>
          Show older versions
        </Button>
      )}
    </section>
  );
}
