import { useState } from 'react';

import { CommandForm } from '../../actions/CommandForm.tsx';
import { call } from '../../stores/connection-store.ts';
import { usePerson, useSession } from '../../stores/session-store.ts';
import { PassphraseField } from './PassphraseField.tsx';

/** Everybody's own passphrase; nothing on a practice desk, whose people have none. */
export function OwnPassphrase() {
  const practice = useSession((session) => session.practice);
  const me = usePerson();
  const [present, setPresent] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  if (practice !== false || me === null) return null;
  const refusal =
    present === ''
      ? 'Enter the passphrase you have now.'
      : passphrase === ''
        ? 'Choose the new one.'
        : passphrase !== again
          ? 'Enter the new one twice, the same.'
          : null;
  return (
    <section className="settings-card" aria-label="Your passphrase">
      <h2>Your passphrase</h2>
      <CommandForm
        label="Your passphrase"
        verb="Change passphrase"
        sendingVerb="Changing…"
        refusal={refusal}
        send={async () => {
          const { personId } = me;
          await call('person.set-passphrase', { personId, passphrase, present });
        }}
        done="You have a new passphrase."
        stays
        onDone={() => {
          setPresent('');
          setPassphrase('');
          setAgain('');
        }}
      >
        <PassphraseField
          label="Present passphrase"
          kind="present"
          value={present}
          onChange={setPresent}
        />
        <PassphraseField
          label="New passphrase"
          kind="new"
          description="At least 12 characters; four or five words that do not belong together."
          value={passphrase}
          onChange={setPassphrase}
        />
        <PassphraseField
          label="New passphrase again"
          kind="new"
          value={again}
          onChange={setAgain}
        />
      </CommandForm>
    </section>
  );
}
