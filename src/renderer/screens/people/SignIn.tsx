import { Button, PasswordInput, Select, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import type { Session } from '#shared/domain/session.ts';

import { KillSwitch } from '../../frame/KillSwitch.tsx';
import { rolesText } from '../../frame/people-words.ts';
import { problemOf, type Problem } from '../../problem.ts';
import { foundDesk, signIn, signOut } from '../../stores/session-store.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';

function Door({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="first-start" aria-label={title}>
      <h1>{title}</h1>
      <section className="choice door">{children}</section>
    </main>
  );
}

/** Sends a form and shows what came of it; the passphrase is dropped either way. */
function useSending(): {
  sending: boolean;
  problem: Problem | null;
  send: (task: () => Promise<unknown>) => Promise<void>;
  refuse: (problem: Problem) => void;
} {
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  return {
    sending,
    problem,
    refuse: setProblem,
    send: async (task) => {
      setSending(true);
      setProblem(null);
      try {
        await task();
      } catch (error) {
        setProblem(problemOf(error));
      } finally {
        setSending(false);
      }
    },
  };
}

/** The first person of a desk on a paper or shadow gateway. */
export function FoundDesk() {
  const [name, setName] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const { sending, problem, send, refuse } = useSending();
  return (
    <Door title="Who works at this desk">
      <p>
        This desk is not for practice, so it knows its people. You are the first and become its
        administrator. Then add the others in Settings: no order is placed before there is an
        operator and a risk officer.
      </p>
      <form
        className="door-form"
        aria-label="First person"
        onSubmit={(event) => {
          event.preventDefault();
          if (passphrase !== again) {
            refuse({ message: 'The two passphrases differ.', advice: 'Enter them again.' });
            return;
          }
          void send(() => foundDesk(name, passphrase));
        }}
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
        <PasswordInput
          label="Passphrase"
          description="At least 12 characters; four or five words that do not belong together."
          value={passphrase}
          autoComplete="new-password"
          onChange={(event) => {
            setPassphrase(event.currentTarget.value);
          }}
        />
        <PasswordInput
          label="Passphrase again"
          value={again}
          autoComplete="new-password"
          onChange={(event) => {
            setAgain(event.currentTarget.value);
          }}
        />
        {problem !== null && <ProblemNote {...problem} />}
        <Button type="submit" loading={sending} disabled={name.trim() === '' || passphrase === ''}>
          Become administrator
        </Button>
      </form>
    </Door>
  );
}

/** Lets a person in at this window, or unlocks it. */
export function SignIn({ session }: { session: Session }) {
  const locked = session.state === 'locked' ? session.person : null;
  const [chosen, setChosen] = useState<string | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const { sending, problem, send } = useSending();
  const personId = locked?.personId ?? chosen ?? session.people[0]?.personId ?? '';
  return (
    <Door title={locked === null ? 'Sign in' : `Locked by ${locked.name}`}>
      <form
        className="door-form"
        aria-label={locked === null ? 'Sign in' : 'Unlock'}
        onSubmit={(event) => {
          event.preventDefault();
          void send(async () => {
            try {
              await signIn(personId, passphrase);
            } finally {
              setPassphrase('');
            }
          });
        }}
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
        <PasswordInput
          label="Passphrase"
          value={passphrase}
          autoComplete="current-password"
          data-autofocus
          onChange={(event) => {
            setPassphrase(event.currentTarget.value);
          }}
        />
        {problem !== null && <ProblemNote {...problem} />}
        <div className="button-row">
          <Button type="submit" loading={sending} disabled={passphrase === ''}>
            {locked === null ? 'Sign in' : 'Unlock'}
          </Button>
          {locked !== null && (
            <Button
              variant="default"
              onClick={() => {
                void signOut();
              }}
            >
              Sign out
            </Button>
          )}
        </div>
      </form>
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
