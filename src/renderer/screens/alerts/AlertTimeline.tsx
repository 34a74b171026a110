import { useEffect, useState } from 'react';

import type { AlertHistoryEntry } from '#shared/contract/commands.ts';
import type { Alert } from '#shared/domain/alert.ts';

import { formatMoment } from '../../format.ts';
import { problemOf, type Problem } from '../../problem.ts';
import { call } from '../../stores/connection-store.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';

/** Whoever runs down the queue reads the timeline of the alert they stop at: the journal is asked for that one alone. */
const restMs = 100;

interface History {
  alertId: string;
  entries: readonly AlertHistoryEntry[];
  more: boolean;
  problem: Problem | null;
}

/** The alert that a person has stopped at; the one before it until then. */
function useRested(alertId: string): string {
  const [rested, setRested] = useState(alertId);
  useEffect(() => {
    if (alertId === rested) return;
    const timer = setTimeout(() => {
      setRested(alertId);
    }, restMs);
    return () => {
      clearTimeout(timer);
    };
  }, [alertId, rested]);
  return rested;
}

/** All that the journal says of an alert, read anew whenever the alert changes. */
export function AlertTimeline({ alert, now }: { alert: Alert; now: number }) {
  const [history, setHistory] = useState<History | null>(null);
  const isRested = useRested(alert.alertId) === alert.alertId;

  useEffect(() => {
    if (!isRested) return;
    const { alertId } = alert;
    let current = true;
    call('alert.history', { alertId }).then(
      (read) => {
        if (current) setHistory({ alertId, ...read, problem: null });
      },
      (error: unknown) => {
        if (!current) return;
        setHistory((before) => ({
          ...(before?.alertId === alertId ? before : { alertId, entries: [], more: false }),
          problem: problemOf(error),
        }));
      },
    );
    return () => {
      current = false;
    };
  }, [alert, isRested]);

  const known = history?.alertId === alert.alertId ? history : null;
  return (
    <>
      <h3>Timeline</h3>
      {known !== null && known.problem !== null && <ProblemNote {...known.problem} />}
      {known?.more === true && <p className="muted">The journal has earlier entries.</p>}
      <ol className="timeline">
        {known?.entries.map(({ seq, at, sentence }) => (
          <li key={seq}>
            <span className="muted">{formatMoment(at, now)}</span> {sentence}
          </li>
        ))}
      </ol>
    </>
  );
}
