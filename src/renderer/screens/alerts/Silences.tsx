import { Button, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';

import { silencedText, type Silence } from '#shared/domain/silence.ts';

import { refusalOf } from '../../actions/action.ts';
import { useActionContext } from '../../actions/action-context.ts';
import { actionOf } from '../../actions/all-actions.ts';
import { CommandForm } from '../../actions/CommandForm.tsx';
import { formatMoment } from '../../format.ts';
import { fullSymbol } from '../../instrument-words.ts';
import { useClock } from '../../stores/clock-store.ts';
import { call } from '../../stores/connection-store.ts';
import { silences } from '../../stores/desk-topics.ts';
import { instrumentOf } from '../../stores/instruments.ts';
import { personName } from '../../stores/session-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { focusOnMount } from '../../ui/focus-on-mount.ts';

const nameOf = (instrumentId: number): string => {
  const instrument = instrumentOf(instrumentId);
  return instrument === null ? `instrument ${instrumentId}` : fullSymbol(instrument);
};

function EndSilence({ silence, onLeave }: { silence: Silence; onLeave: () => void }) {
  const [reason, setReason] = useState('');
  const refused = refusalOf(actionOf('silence.end'), useActionContext());
  return (
    <CommandForm
      label="End the silence"
      verb="End silence"
      refusal={refused ?? (reason.trim() === '' ? 'Say why: the reason goes on record.' : null)}
      send={() => call('silence.end', { silenceId: silence.silenceId, reason: reason.trim() })}
      done="The silence is over."
      onDone={onLeave}
      onLeave={onLeave}
    >
      <TextInput
        size="xs"
        label="Why it ends"
        ref={focusOnMount}
        value={reason}
        maxLength={2_000}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
    </CommandForm>
  );
}

function SilenceRow({ silence, now }: { silence: Silence; now: number }) {
  const [ending, setEnding] = useState(false);
  const left = useRef(false);
  const refused = refusalOf(actionOf('silence.end'), useActionContext());
  return (
    <li>
      <p>
        Silenced until {formatMoment(silence.endsAt, now)}: {silencedText(silence, nameOf)}.{' '}
        <span className="muted">
          {personName(silence.madeBy)}: {silence.reason}
        </span>
      </p>
      {ending ? (
        <EndSilence
          silence={silence}
          onLeave={() => {
            left.current = true;
            setEnding(false);
          }}
        />
      ) : (
        <Button
          // Whoever left the form goes on where they were.
          ref={(button) => {
            if (!left.current || button === null) return;
            left.current = false;
            button.focus();
          }}
          size="compact-xs"
          variant="default"
          disabled={refused !== null}
          title={refused ?? undefined}
          onClick={() => {
            setEnding(true);
          }}
        >
          End…
        </Button>
      )}
    </li>
  );
}

/** The silences that last, each with who made it and why; nothing while there is none. */
export function Silences() {
  const now = useClock((clock) => Math.floor(clock.now / 10_000) * 10_000);
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
