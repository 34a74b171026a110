import { Button, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';

import { refusalOf } from '../../actions/action.ts';
import { useActionContext } from '../../actions/action-context.ts';
import { actionOf } from '../../actions/all-actions.ts';
import { formatQuantity } from '../../format.ts';
import { problemOf, type Problem } from '../../problem.ts';
import { unmarkAlerts, useAlertQueue } from '../../stores/alert-queue-store.ts';
import { call } from '../../stores/connection-store.ts';
import { announce } from '../../ui/announcer-store.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';

/** One note for every marked alert; each is acknowledged on record by itself. */
export function MarkedAlerts() {
  const marked = useAlertQueue((state) => state.marked);
  const [note, setNote] = useState('');
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const refused = refusalOf(actionOf('alert.acknowledge-marked'), useActionContext());
  const count = formatQuantity(marked.size);
  const noteField = useRef<HTMLTextAreaElement>(null);
  const request = useAlertQueue((state) => state.request);
  const handled = useRef(request?.count ?? 0);

  const acknowledge = async (): Promise<void> => {
    if (sending || refused !== null) return;
    if (note.trim() === '') {
      setProblem({
        message: 'Acknowledging needs a note.',
        advice: 'Write what you saw and what you do about them, then acknowledge.',
      });
      return;
    }
    setSending(true);
    try {
      const answer = await call('alert.acknowledge-many', {
        alertIds: [...marked],
        note: note.trim(),
      });
      const [first] = answer.refused;
      setProblem(
        first === undefined
          ? null
          : {
              message: `${answer.acknowledged.length} acknowledged, ${answer.refused.length} not: ${first.message}`,
              advice: 'Those that are not are still in the list.',
            },
      );
      announce(`${answer.acknowledged.length} alerts acknowledged.`, 'polite');
      if (first === undefined) setNote('');
      unmarkAlerts();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setSending(false);
    }
  };

  useEffect(() => {
    if (request === null || request.count === handled.current) return;
    handled.current = request.count;
    if (request.kind !== 'acknowledge-marked') return;
    if (note.trim() === '') noteField.current?.focus();
    else void acknowledge();
  });

  if (marked.size === 0) {
    return problem === null ? null : (
      <div className="detail-body">
        <ProblemNote {...problem} />
      </div>
    );
  }
  return (
    <form
      className="detail-body marked-alerts"
      aria-label="Marked alerts"
      onSubmit={(event) => {
        event.preventDefault();
        void acknowledge();
      }}
    >
      <Textarea
        ref={noteField}
        label={`Note for ${count} marked ${marked.size === 1 ? 'alert' : 'alerts'}`}
        description="Needed to acknowledge. It goes on record with each of them."
        value={note}
        maxLength={2_000}
        onChange={(event) => {
          setNote(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void acknowledge();
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      {problem !== null && <ProblemNote {...problem} />}
      <div className="button-row">
        <Button type="submit" disabled={refused !== null || sending} title={refused ?? undefined}>
          Acknowledge {count}
        </Button>
        <Button variant="default" onClick={unmarkAlerts}>
          Unmark all
        </Button>
      </div>
    </form>
  );
}
