import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';

import { severitySchema, type Severity } from '#shared/domain/alert.ts';
import { receiverKindSchema, type ReceiverKind } from '#shared/domain/delivery.ts';

import { refusalOf } from '../../actions/action.ts';
import { useActionContext } from '../../actions/action-context.ts';
import { actionOf } from '../../actions/all-actions.ts';
import { CommandForm } from '../../actions/CommandForm.tsx';
import { problemOf, type Problem } from '../../problem.ts';
import { useClock } from '../../stores/clock-store.ts';
import { call } from '../../stores/connection-store.ts';
import { deliveries } from '../../stores/desk-topics.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { announce } from '../../ui/announcer-store.ts';
import { focusOnMount } from '../../ui/focus-on-mount.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { standing } from './delivery-words.ts';

interface Draft {
  receiverId: string;
  kind: ReceiverKind;
  url: string;
  deskName: string;
  leastSeverity: Severity;
  token: string;
}

const empty: Draft = {
  receiverId: '',
  kind: 'alertmanager',
  url: '',
  deskName: '',
  leastSeverity: 'warning',
  token: '',
};

function ReceiverForm({ onLeave }: { onLeave: () => void }) {
  const [draft, setDraft] = useState<Draft>(empty);
  const change = (part: Partial<Draft>): void => {
    setDraft((before) => ({ ...before, ...part }));
  };
  const refusal =
    draft.receiverId.trim() === ''
      ? 'Give it a name.'
      : draft.url.trim() === ''
        ? 'Give its address.'
        : null;
  return (
    <CommandForm
      label="Receiver of alerts"
      verb="Deliver there"
      refusal={refusal}
      send={() => {
        const { token, ...receiver } = draft;
        return call('delivery.configure', { ...receiver, token: token === '' ? null : token });
      }}
      done="Alerts are delivered there."
      onDone={onLeave}
      onLeave={onLeave}
    >
      <TextInput
        label="Name"
        description="Small letters, digits and hyphens. A name that is there already changes that one."
        ref={focusOnMount}
        value={draft.receiverId}
        onChange={(event) => {
          change({ receiverId: event.currentTarget.value });
        }}
      />
      <NativeSelect
        label="Kind"
        data={[...receiverKindSchema.options]}
        value={draft.kind}
        onChange={(event) => {
          change({ kind: receiverKindSchema.parse(event.currentTarget.value) });
        }}
      />
      <TextInput
        label="Address"
        description="Alertmanager: without /api/v2. It goes on record: no secret belongs in it."
        value={draft.url}
        onChange={(event) => {
          change({ url: event.currentTarget.value });
        }}
      />
      <TextInput
        label="What this desk is called there"
        value={draft.deskName}
        onChange={(event) => {
          change({ deskName: event.currentTarget.value });
        }}
      />
      <NativeSelect
        label="From this severity on"
        data={[...severitySchema.options]}
        value={draft.leastSeverity}
        onChange={(event) => {
          change({ leastSeverity: severitySchema.parse(event.currentTarget.value) });
        }}
      />
      <PasswordInput
        label="Bearer token"
        description="Kept in a file of the data folder, never on record. Empty keeps the one there is."
        autoComplete="off"
        value={draft.token}
        onChange={(event) => {
          change({ token: event.currentTarget.value });
        }}
      />
    </CommandForm>
  );
}

/** Where alerts are delivered to besides the screens: how each stands, and one form to set one up or change it. */
export function DeliveriesCard() {
  const rows = useTopic(deliveries, (state) => state.rows);
  const minute = useClock(({ now }) => Math.floor(now / 60_000) * 60_000);
  const refused = refusalOf(actionOf('delivery.configure'), useActionContext());
  const [adding, setAdding] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const attempt = async (work: () => Promise<unknown>, done: string): Promise<void> => {
    try {
      await work();
      setProblem(null);
      announce(done, 'polite');
    } catch (error) {
      setProblem(problemOf(error));
    }
  };

  return (
    <section className="settings-card" aria-label="Delivery of alerts">
      <h2>Delivery of alerts</h2>
      <p className="muted">
        To an Alertmanager or a webhook, so that several desks are watched from one place.
      </p>
      <ul>
        {[...rows.values()].map((status) => (
          <li key={status.receiverId}>
            <p>
              <strong>{status.receiverId}</strong>: {status.kind} at {status.url}
              {status.hasToken ? ', with a token' : ''}, from {status.leastSeverity} on.
            </p>
            <p className="muted">{standing(status, minute)}</p>
            <Button
              size="compact-xs"
              variant="default"
              disabled={refused !== null}
              title={refused ?? undefined}
              onClick={() =>
                void attempt(
                  () => call('delivery.remove', { receiverId: status.receiverId }),
                  'Removed.',
                )
              }
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      {problem !== null && <ProblemNote {...problem} />}
      {!adding ? (
        <div className="button-row">
          <Button
            variant="default"
            disabled={refused !== null}
            title={refused ?? undefined}
            onClick={() => {
              setAdding(true);
            }}
          >
            Add or change a receiver…
          </Button>
        </div>
      ) : (
        <ReceiverForm
          onLeave={() => {
            setAdding(false);
          }}
        />
      )}
    </section>
  );
}
