import { useEffect, useState } from 'react';

import { problemOf, type Problem } from '../../problem.ts';
import { call } from '../../stores/connection-store.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';

/** What the runbook says of an alert rule: what it means, what to do, and when it is over. Nothing where it says nothing. */
export function RunbookEntry({ rule }: { rule: string }) {
  const [parts, setParts] = useState<{ part: string; text: string }[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);

  useEffect(() => {
    let current = true;
    call('runbook.read', { rule }).then(
      (read) => {
        if (!current) return;
        setParts(read.parts);
        setProblem(null);
      },
      (error: unknown) => {
        if (current) setProblem(problemOf(error));
      },
    );
    return () => {
      current = false;
    };
  }, [rule]);

  if (problem !== null) return <ProblemNote {...problem} />;
  if (parts.length === 0) return null;
  return (
    <section aria-label="Runbook">
      <h3>Runbook</h3>
      <dl className="runbook-entry">
        {parts.map(({ part, text }) => (
          <div key={part}>
            <dt>{part}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
