import { Button, MultiSelect, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';

import { assignableRoleSchema, can, type Person, type Role } from '#shared/domain/people.ts';

import { roleWords, rolesText } from '../../frame/people-words.ts';
import { problemOf, type Problem } from '../../problem.ts';
import { call } from '../../stores/connection-store.ts';
import { usePerson, useSession } from '../../stores/session-store.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';

const roleChoices = assignableRoleSchema.options.map((role) => ({
  value: role,
  label: roleWords[role],
}));

/** The roles among what a field holds. */
function rolesOf(values: readonly string[]): Exclude<Role, 'bystander'>[] {
  return assignableRoleSchema.options.filter((role) => values.includes(role));
}

type Send = (task: () => Promise<unknown>, done: string) => Promise<void>;

function AddPerson({ send }: { send: Send }) {
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<string[]>([]);
  const [passphrase, setPassphrase] = useState('');
  return (
    <form
      className="door-form"
      aria-label="Add person"
      onSubmit={(event) => {
        event.preventDefault();
        void send(async () => {
          await call('person.add', { name, roles: rolesOf(roles), passphrase });
          setName('');
          setRoles([]);
          setPassphrase('');
        }, `${name} is added.`);
      }}
    >
      <h3>Add person</h3>
      <TextInput
        label="Name"
        value={name}
        maxLength={60}
        autoComplete="off"
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
      />
      <MultiSelect label="Roles" data={roleChoices} value={roles} onChange={setRoles} />
      <PasswordInput
        label="Their first passphrase"
        description="At least 12 characters. They enter it themselves, or change it after."
        value={passphrase}
        autoComplete="new-password"
        onChange={(event) => {
          setPassphrase(event.currentTarget.value);
        }}
      />
      <Button
        type="submit"
        disabled={name.trim() === '' || roles.length === 0 || passphrase === ''}
      >
        Add person
      </Button>
    </form>
  );
}

function EditPerson({ person, self, send }: { person: Person; self: boolean; send: Send }) {
  const [roles, setRoles] = useState<string[]>(person.roles);
  const [present, setPresent] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [reason, setReason] = useState('');
  const { personId, name } = person;
  return (
    <form
      className="door-form"
      aria-label={`Change ${name}`}
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <h3>{name}</h3>
      <MultiSelect label="Roles" data={roleChoices} value={roles} onChange={setRoles} />
      <Button
        variant="default"
        disabled={roles.length === 0}
        onClick={() => {
          void send(
            () => call('person.change-roles', { personId, roles: rolesOf(roles) }),
            `The roles of ${name} are changed.`,
          );
        }}
      >
        Change roles
      </Button>
      {self && (
        <PasswordInput
          label="Present passphrase"
          value={present}
          autoComplete="current-password"
          onChange={(event) => {
            setPresent(event.currentTarget.value);
          }}
        />
      )}
      <PasswordInput
        label="New passphrase"
        value={passphrase}
        autoComplete="new-password"
        onChange={(event) => {
          setPassphrase(event.currentTarget.value);
        }}
      />
      <Button
        variant="default"
        disabled={passphrase === '' || (self && present === '')}
        onClick={() => {
          void send(async () => {
            await call('person.set-passphrase', {
              personId,
              passphrase,
              present: self ? present : null,
            });
            setPassphrase('');
            setPresent('');
          }, `${name} has a new passphrase.`);
        }}
      >
        Set passphrase
      </Button>
      <TextInput
        label="Why they leave"
        value={reason}
        maxLength={2_000}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
      <Button
        variant="default"
        disabled={reason.trim() === ''}
        onClick={() => {
          void send(() => call('person.remove', { personId, reason }), `${name} is removed.`);
        }}
      >
        Remove {name}
      </Button>
    </form>
  );
}

/** The desk's people, and what an administrator changes about them. */
export function PeopleCard() {
  const people = useSession((session) => session.people) ?? [];
  const practice = useSession((session) => session.practice);
  const missing = useSession((session) => session.missingRoles) ?? [];
  const here = usePerson();
  const [editing, setEditing] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [done, setDone] = useState('');
  const manages = here !== null && practice === false && can(here, 'people.manage');
  const send: Send = async (task, said) => {
    setProblem(null);
    setDone('');
    try {
      await task();
      setDone(`✓ ${said}`);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const edited = people.find(({ personId }) => personId === editing);
  return (
    <section className="settings-card" aria-label="People">
      <h2>People</h2>
      {practice === true && (
        <p className="muted">
          A practice desk has three ready-made people to switch between in the status bar.
        </p>
      )}
      {missing.length > 0 && (
        <p className="severity-warning">
          ▲ No order is placed before somebody is{' '}
          {missing.map((role) => roleWords[role]).join(' and somebody is ')}.
        </p>
      )}
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Person</th>
            <th scope="col">Roles</th>
            {manages && <th scope="col">Change</th>}
          </tr>
        </thead>
        <tbody>
          {people.map(({ personId, name, roles }) => (
            <tr key={personId}>
              <th scope="row">{name}</th>
              <td>{rolesText(roles)}</td>
              {manages && (
                <td>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`Change ${name}`}
                    onClick={() => {
                      setEditing(editing === personId ? null : personId);
                    }}
                  >
                    {editing === personId ? 'Close' : 'Change'}
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {problem !== null && <ProblemNote {...problem} />}
      <span className="muted" role="status">
        {done}
      </span>
      {manages && edited !== undefined && (
        <EditPerson
          key={edited.personId}
          person={edited}
          self={edited.personId === here.personId}
          send={send}
        />
      )}
      {manages && <AddPerson send={send} />}
    </section>
  );
}
