import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';

import { silencedText, type Silence } from '#shared/domain/silence.ts';

import { refusalOf } from '../../actions/action.ts';
import { useActionContext } from '../../actions/action-context.ts';
import { actionOf } from '../../actions/all-actions.ts';
import { formatMoment } from '../../format.ts';
import { fullSymbol } from '../../instrument-words.ts';
import { problemOf, type Problem } from '../../problem.ts';
import { call } from '../../stores/connection-store.ts';
import { silences } from '../../stores/desk-topics.ts';
import { instrumentOf } from '../../stores/instruments.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { announce } from '../../ui/announcer-store.ts';
import { focusOnMount } from '../../ui/focus-on-mount.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';

const nameOf = (instrumentId: number): string => {
  const instrument = instrumentOf(instrumentId);
  return instrument === null ? `instrument ${instrumentId}` : fullSymbol(instrument);
};

function SilenceRow({ silence, now }: { silence: Silence; now: number }) {
  const [reason, setReason] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const refused = refusalOf(actionOf('silence.end'), useActionContext());

  const end = async (): Promise<void> => {
    if (reason === null || reason.trim() === '' || sending || refused !== null) return;
    setSending(true);
    try {
      await call('silence.end', { silenceId: silence.silenceId, reason: reason.trim() });
      announce('The silence is over.', 'polite');
    } catch (error) {
      setProblem(problemOf(error));
      setSending(false);
    }
  };

  return (
    <li>
      <p>
        Silenced until {formatMoment(silence.endsAt, now)}: {silencedText(silence, nameOf)}.{' '}
        <span className="muted">
          {silence.madeBy}: {silence.reason}
        </span>
      </p>
      {reason === null ? (
        <Button
          size="compact-xs"
          variant="default"
          disabled={refused !== null}
          title={refused ?? undefined}
          onClick={() => {
            setReason('');
          }}
        >
          End…
        </Button>
      ) : (
        <form
          className="button-row"
          aria-label="End the silence"
          onSubmit={(event) => {
            event.preventDefault();
            void end();
          }}
        >
          <TextInput
            size="xs"
            aria-label="Why it ends"
            placeholder="Why it ends"
            ref={focusOnMount}
            value={reason}
            maxLength={2_000}
            onChange={(event) => {
              setReason(event.currentTarget.value);
            }}
          />
          <Button size="compact-xs" type="submit" disabled={reason.trim() === '' || sending}>
            End silence
          </Button>
        </form>
      )}
      {problem !== null && <ProblemNote {...problem} />}
    </li>
  );
}

/** The silences that last, each with who made it and why; nothing while there is none. */
export function Silences({ now }: { now: number }) {
  const rows = useTopic(silences, (state) => state.rows);
  if (rows.size === 0) return null;
  return (
    <section className="silences" aria-label="Silences">
      <ul>
        {[...rows.values()].map((silence) => (
          <SilenceRow key={silence.silenceId} silence={silence} now={now} />
        ))}
      </ul>
    </section>
  );
}
