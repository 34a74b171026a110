import { Modal, Textarea } from '@mantine/core';
import { useState } from 'react';

import type { Break } from '#shared/domain/reconciliation-break.ts';

import { refusalOf } from '../../actions/action.ts';
import { useActionContext } from '../../actions/action-context.ts';
import { actionOf } from '../../actions/all-actions.ts';
import { CommandForm } from '../../actions/CommandForm.tsx';
import { call } from '../../stores/connection-store.ts';
import { Figure } from '../../ui/Figure.tsx';

function AcceptForm({
  found,
  stillThere,
  onDone,
}: {
  found: Break;
  stillThere: boolean;
  onDone: () => void;
}) {
  const [note, setNote] = useState('');
  const refused = refusalOf(actionOf('break.accept'), useActionContext());
  const refusal =
    refused ??
    (stillThere
      ? note.trim() === ''
        ? 'Write a note: why the broker’s figure is the right one.'
        : null
      : 'Desk and broker agree by now; there is nothing left to accept.');

  return (
    <CommandForm
      label="Accept the broker's figure"
      verb={`Accept ${found.broker}`}
      sendingVerb="Accepting…"
      refusal={refusal}
      send={() => call('break.accept', { breakId: found.breakId, note: note.trim() })}
      done={`${found.subject}: the broker's figure is the desk's now.`}
      onDone={onDone}
    >
      <dl>
        <Figure label="What differs" value={found.subject} />
        <Figure label="The desk has" value={found.desk} />
        <Figure label="The broker has" value={found.broker} />
      </dl>
      <p>
        The desk takes over {found.broker} as its own and counts with it from then on. It goes on
        record with your name and cannot be taken back.
      </p>
      <Textarea
        label="Note"
        description="Needed: why the broker’s figure is the right one."
        value={note}
        maxLength={2_000}
        data-autofocus
        onChange={(event) => {
          setNote(event.currentTarget.value);
        }}
      />
    </CommandForm>
  );
}

/** Takes the broker's figure over as the desk's: it cannot be undone, so it asks. */
export function AcceptBreakDialog({
  found,
  stillThere,
  onClose,
}: {
  found: Break | null;
  stillThere: boolean;
  onClose: () => void;
}) {
  return (
    <Modal
      opened={found !== null}
      title="Accept the broker's figure"
      closeButtonProps={{ 'aria-label': 'Close' }}
      onClose={onClose}
    >
      {found !== null && (
        <AcceptForm key={found.breakId} found={found} stillThere={stillThere} onDone={onClose} />
      )}
    </Modal>
  );
}
