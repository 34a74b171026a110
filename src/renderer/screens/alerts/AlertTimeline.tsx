import { useEffect, useState } from 'react';

import type { AlertHistoryEntry } from '#shared/contract/commands.ts';
import type { Alert } from '#shared/domain/alert.ts';

import { formatMoment } from '../../format.ts';
import { problemOf, type Problem } from '../../problem.ts';
import { call } from '../../stores/connection-store.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';

/** All that the journal says of an alert, read anew whenever the alert changes. */
export function AlertTimeline({ alert, now }: { alert: Alert; now: number }) {
  const [history, setHistory] = useState<{ entries: AlertHistoryEntry[]; more: boolean }>({
    entries: [],
    more: false,
  });
  const [problem, setProblem] = useState<Problem | null>(null);

  useEffect(() => {
    let current = true;
    call('alert.history', { alertId: alert.alertId }).then(
      (read) => {
        if (!current) return;
        setHistory(read);
        setProblem(null);
      },
      (error: unknown) => {
        if (current) setProblem(problemOf(error));
      },
    );
    return () => {
      current = false;
    };
  }, [alert]);

  return (
    <>
      <h3>Timeline</h3>
      {problem !== null && <ProblemNote {...problem} />}
      {history.more && <p className="muted">The journal has earlier entries.</p>}
      <ol className="timeline">
        {history.entries.map(({ seq, at, sentence }) => (
          <li key={seq}>
            <span className="muted">{formatMoment(at, now)}</span> {sentence}
          </li>
        ))}
      </ol>
    </>
  );
}
