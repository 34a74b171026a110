import { Button, MultiSelect, TextInput } from '@mantine/core';
import { useState } from 'react';

import { assignableRoleSchema, can, type Person, type Role } from '#shared/domain/people.ts';

import { CommandForm } from '../../actions/CommandForm.tsx';
import { roleWords, rolesText } from '../../frame/people-words.ts';
import { call } from '../../stores/connection-store.ts';
import { usePerson, useSession } from '../../stores/session-store.ts';
import { PassphraseField } from './PassphraseField.tsx';

const roleChoices = assignableRoleSchema.options.map((role) => ({
  value: role,
  label: roleWords[role],
}));

/** The roles among what a field holds. */
function rolesOf(values: readonly string[]): Exclude<Role, 'bystander'>[] {
  return assignableRoleSchema.options.filter((role) => values.includes(role));
}

function AddPerson() {
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<string[]>([]);
  const [passphrase, setPassphrase] = useState('');
  const refusal =
    name.trim() === ''
      ? 'Say who it is.'
      : roles.length === 0
        ? 'Choose a role at least.'
        : passphrase === ''
          ? 'Choose their first passphrase.'
          : null;
  return (
    <>
      <h3>Add person</h3>
      <CommandForm
        label="Add person"
        verb="Add person"
        sendingVerb="Adding…"
        refusal={refusal}
        send={() => call('person.add', { name, roles: rolesOf(roles), passphrase })}
        done={`${name} is added.`}
        stays
        onDone={() => {
          setName('');
          setRoles([]);
          setPassphrase('');
        }}
      >
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
        <PassphraseField
          label="Their first passphrase"
          kind="new"
          description="At least 12 characters. They enter it themselves, or change it after."
          value={passphrase}
          onChange={setPassphrase}
        />
      </CommandForm>
    </>
  );
}

function ChangeRoles({ personId, name, roles: held }: Person) {
  const [roles, setRoles] = useState<string[]>(held);
  const same = roles.length === held.length && held.every((role) => roles.includes(role));
  const refusal =
    roles.length === 0 ? 'Choose a role at least.' : same ? 'These are their roles.' : null;
  return (
    <CommandForm
      label={`Roles of ${name}`}
      verb="Change roles"
      refusal={refusal}
      send={() => call('person.change-roles', { personId, roles: rolesOf(roles) })}
      done={`The roles of ${name} are changed.`}
      stays
      onDone={() => undefined}
    >
      <MultiSelect label="Roles" data={roleChoices} value={roles} onChange={setRoles} />
    </CommandForm>
  );
}

function SetPassphrase({ personId, name }: Person) {
  const [passphrase, setPassphrase] = useState('');
  return (
    <CommandForm
      label={`Passphrase of ${name}`}
      verb="Set passphrase"
      sendingVerb="Setting…"
      refusal={passphrase === '' ? 'Choose a new passphrase for them.' : null}
      send={() => call('person.set-passphrase', { personId, passphrase, present: null })}
      done={`${name} has a new passphrase.`}
      stays
      onDone={() => {
        setPassphrase('');
      }}
    >
      <PassphraseField
        label="New passphrase"
        kind="new"
        value={passphrase}
        onChange={setPassphrase}
      />
    </CommandForm>
  );
}

function RemovePerson({ personId, name }: Person) {
  const [reason, setReason] = useState('');
  return (
    <CommandForm
      label={`Remove ${name}`}
      verb={`Remove ${name}`}
      refusal={reason.trim() === '' ? 'Say why they leave: it goes on record.' : null}
      send={() => call('person.remove', { personId, reason: reason.trim() })}
      done={`${name} is removed.`}
      onDone={() => undefined}
    >
      <TextInput
        label="Why they leave"
        value={reason}
        maxLength={2_000}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
    </CommandForm>
  );
}

function EditPerson({ person, self }: { person: Person; self: boolean }) {
  return (
    <section className="stack" aria-label={`Change ${person.name}`}>
      <h3>{person.name}</h3>
      <ChangeRoles {...person} />
      {!self && <SetPassphrase {...person} />}
      <RemovePerson {...person} />
    </section>
  );
}

/** The desk's people, and what an administrator changes about them. */
export function PeopleCard() {
  const people = useSession((session) => session.people) ?? [];
  const practice = useSession((session) => session.practice);
  const missing = useSession((session) => session.missingRoles) ?? [];
  const here = usePerson();
  const [editing, setEditing] = useState<string | null>(null);
  const manages = here !== null && practice === false && can(here, 'people.manage');
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
                    aria-label={`${editing === personId ? 'Close' : 'Change'} ${name}`}
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
      {manages && edited !== undefined && (
        <EditPerson
          key={edited.personId}
          person={edited}
          self={edited.personId === here.personId}
        />
      )}
      {manages && <AddPerson />}
    </section>
  );
}
