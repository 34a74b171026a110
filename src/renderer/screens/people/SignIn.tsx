import { Button, Select, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import type { Session } from '#shared/domain/session.ts';

import { CommandForm } from '../../actions/CommandForm.tsx';
import { KillSwitch } from '../../frame/KillSwitch.tsx';
import { rolesText } from '../../frame/people-words.ts';
import { foundDesk, signIn, signOut } from '../../stores/session-store.ts';
import { focusOnMount } from '../../ui/focus-on-mount.ts';
import { PassphraseField } from './PassphraseField.tsx';

function Door({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="first-start" aria-label={title}>
      <h1>{title}</h1>
      <section className="choice door">{children}</section>
    </main>
  );
}

/** The first person of a desk on a paper or shadow gateway. */
export function FoundDesk() {
  const [name, setName] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const refusal =
    name.trim() === ''
      ? 'Say who you are.'
      : passphrase === ''
        ? 'Choose a passphrase.'
        : passphrase !== again
          ? 'Enter the passphrase twice, the same.'
          : null;
  return (
    <Door title="Who works at this desk">
      <p>
        This desk is not for practice, so it knows its people. You are the first and become its
        administrator. Then add the others in Settings: no order is placed before there is an
        operator and a risk officer.
      </p>
      <CommandForm
        label="First person"
        verb="Become administrator"
        sendingVerb="A moment…"
        refusal={refusal}
        send={() => foundDesk(name, passphrase)}
        done="You are signed in."
        onDone={() => undefined}
      >
        <TextInput
          label="Your name"
          value={name}
          maxLength={60}
          autoComplete="off"
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <PassphraseField
          label="Passphrase"
          kind="new"
          description="At least 12 characters; four or five words that do not belong together."
          value={passphrase}
          onChange={setPassphrase}
        />
        <PassphraseField label="Passphrase again" kind="new" value={again} onChange={setAgain} />
      </CommandForm>
    </Door>
  );
}

/** Lets a person in at this window, or unlocks it. */
export function SignIn({ session }: { session: Session }) {
  const locked = session.state === 'locked' ? session.person : null;
  const [chosen, setChosen] = useState<string | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const personId = locked?.personId ?? chosen ?? session.people[0]?.personId ?? '';
  return (
    <Door title={locked === null ? 'Sign in' : `Locked by ${locked.name}`}>
      <CommandForm
        label={locked === null ? 'Sign in' : 'Unlock'}
        verb={locked === null ? 'Sign in' : 'Unlock'}
        sendingVerb="A moment…"
        refusal={passphrase === '' ? 'Enter your passphrase.' : null}
        send={async () => {
          try {
            await signIn(personId, passphrase);
          } finally {
            // Right or wrong, it is not kept.
            setPassphrase('');
          }
        }}
        done="You are signed in."
        onDone={() => undefined}
        beside={
          locked !== null && (
            <Button
              variant="default"
              onClick={() => {
                void signOut();
              }}
            >
              Sign out
            </Button>
          )
        }
      >
        {locked === null && (
          <Select
            label="Person"
            data={session.people.map((person) => ({
              value: person.personId,
              label: `${person.name} (${rolesText(person.roles)})`,
            }))}
            value={personId}
            allowDeselect={false}
            onChange={setChosen}
          />
        )}
        <PassphraseField
          label="Passphrase"
          kind="present"
          fieldRef={focusOnMount}
          value={passphrase}
          onChange={setPassphrase}
        />
      </CommandForm>
      {locked !== null && (
        <div className="button-row">
          <KillSwitch />
          <span className="muted">
            The kill switch works here, too. The record says that the window was locked.
          </span>
        </div>
      )}
    </Door>
  );
}
