import { ContractError } from '#shared/contract/error.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import { commandLine, type Person, type Role } from '#shared/domain/people.ts';

import { presentPeople, type PeopleRecord } from './people-record.ts';

/** Names of the record that are no person's. */
const reserved = new Set(['desk', 'nobody', 'locked-window', 'broker', commandLine]);

/** What the record will call a person of that name: readable, and never used before, not even for somebody removed. */
export function newPersonId(record: PeopleRecord, name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  const stem = plain === '' ? 'person' : plain;
  let personId = stem;
  for (let next = 2; record.has(personId) || reserved.has(personId); next += 1) {
    personId = `${stem}-${next}`;
  }
  return personId;
}

/** The facts of a new person with a passphrase. Throws a refusal. */
export function decideAdd(
  record: PeopleRecord,
  person: Person,
  fingerprint: string,
  by: string,
): NewFact[] {
  const { personId, name, roles } = person;
  const sameName = presentPeople(record).some(
    (other) => other.name.toLowerCase() === name.toLowerCase(),
  );
  if (sameName) {
    throw conflict(`This desk has a person called ${name} already.`, 'Give another name.');
  }
  return [
    { kind: 'person.added', by, body: { personId, name, roles } },
    { kind: 'person.passphrase-set', by, body: { personId, fingerprint } },
  ];
}

/** Throws a refusal, also where the desk would be left without an administrator. */
export function decideChangeRoles(
  record: PeopleRecord,
  personId: string,
  roles: readonly Role[],
  by: string,
): NewFact[] {
  const person = requirePresent(record, personId);
  if (!roles.includes('administrator')) requireAnotherAdministrator(record, person);
  return [{ kind: 'person.roles-changed', by, body: { personId, roles: [...roles] } }];
}

/** Throws a refusal, also where the desk would be left without an administrator. */
export function decideRemove(
  record: PeopleRecord,
  personId: string,
  reason: string,
  by: string,
): NewFact[] {
  requireAnotherAdministrator(record, requirePresent(record, personId));
  return [{ kind: 'person.removed', by, body: { personId, reason } }];
}

/** The person of that id, who is with the desk now. Throws a refusal. */
export function requirePresent(record: PeopleRecord, personId: string): Person {
  const found = presentPeople(record).find((person) => person.personId === personId);
  if (found !== undefined) return found;
  throw new ContractError({
    code: 'not-found',
    message: `This desk has no person ${personId}.`,
    advice: 'Choose one of those that are listed.',
  });
}

function requireAnotherAdministrator(record: PeopleRecord, { personId, roles }: Person): void {
  if (!roles.includes('administrator')) return;
  const another = presentPeople(record).some(
    (person) => person.personId !== personId && person.roles.includes('administrator'),
  );
  if (another) return;
  throw conflict(
    'This is the desk’s only administrator.',
    'Make another person administrator first.',
  );
}

function conflict(message: string, advice: string): ContractError {
  return new ContractError({ code: 'conflict', message, advice });
}
