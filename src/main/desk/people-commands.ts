import { ContractError } from '#shared/contract/error.ts';
import type { Caller, CommandHandlers } from '#shared/contract/service.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import { can, type Person, type Role } from '#shared/domain/people.ts';
import type { SecretSource } from '#shared/domain/ports.ts';

import { fingerprintOf, makeCredential } from '../people/credential.ts';
import type { CredentialsFile } from '../people/credentials-file.ts';
import {
  decideAdd,
  decideChangeRoles,
  decideRemove,
  newPersonId,
  requirePresent,
} from '../people/decide-people.ts';
import { requireGoodPassphrase } from '../people/passphrase-rules.ts';
import { presentPeople, type PeopleRecord } from '../people/people-record.ts';
import type { WindowSessions } from '../people/window-sessions.ts';

/** What people commands need of the desk of now. */
export interface DeskOfPeople {
  isPractice: boolean;
  people: PeopleRecord;
  credentials: CredentialsFile;
  record(facts: readonly NewFact[], act: () => void, caller: Caller): Promise<void>;
}

export type PeopleCommand =
  | 'session.switch'
  | 'session.sign-in'
  | 'session.lock'
  | 'session.sign-out'
  | 'people.found'
  | 'person.add'
  | 'person.change-roles'
  | 'person.set-passphrase'
  | 'person.remove';

/** Everything about who is at a window and who is one of the desk's people. */
export function peopleCommands(
  now: () => DeskOfPeople,
  sessions: WindowSessions,
  secrets: SecretSource,
): Pick<CommandHandlers, PeopleCommand> {
  /** On disk before the fact that makes it count: a crash between them leaves one that opens nothing. */
  const keep = async (personId: string, name: string, passphrase: string): Promise<string> => {
    requireGoodPassphrase(passphrase, name);
    const credential = await makeCredential(personId, passphrase, secrets);
    now().credentials.add(credential);
    return fingerprintOf(credential);
  };
  const forgetOldCredentials = (): void => {
    const { people, credentials } = now();
    credentials.keepOnly(
      new Set([...people.values()].flatMap(({ fingerprint }) => fingerprint ?? [])),
    );
  };
  const refuseOnPractice = (): void => {
    if (!now().isPractice) return;
    throw conflict(
      'The people of a practice desk are ready-made.',
      'Real people come with a desk on a paper or shadow gateway.',
    );
  };

  return {
    'session.switch': async ({ personId }, { windowId }) => {
      await sessions.switchTo(windowId, personId);
      return {};
    },
    'session.sign-in': async ({ personId, passphrase }, { windowId }) => {
      await sessions.signIn(windowId, personId, passphrase);
      return {};
    },
    'session.lock': async (_input, { windowId }) => {
      await sessions.lock(windowId, 'key');
      return {};
    },
    'session.sign-out': async (_input, { windowId }) => {
      await sessions.signOut(windowId);
      return {};
    },
    'people.found': async ({ name, passphrase }, caller) => {
      refuseOnPractice();
      const requireNobody = (): void => {
        if (now().people.size === 0) return;
        throw conflict('This desk has its people already.', 'Sign in as one of them.');
      };
      requireNobody();
      const personId = newPersonId(now().people, name);
      const roles: Role[] = ['administrator'];
      const fingerprint = await keep(personId, name, passphrase);
      requireNobody();
      const person: Person = { personId, name, roles };
      await sessions.begin(
        caller.windowId,
        decideAdd(now().people, person, fingerprint, personId),
        person,
      );
      sessions.peopleChanged();
      return {};
    },
    'person.add': async ({ name, roles, passphrase }, caller) => {
      refuseOnPractice();
      const wanted = newPersonId(now().people, name);
      const fingerprint = await keep(wanted, name, passphrase);
      if (now().people.has(wanted)) {
        throw conflict('Somebody added a person of that name meanwhile.', 'Look at the list.');
      }
      const person: Person = { personId: wanted, name, roles: [...new Set(roles)] };
      const facts = decideAdd(now().people, person, fingerprint, caller.person.personId);
      await now().record(facts, () => sessions.peopleChanged(), caller);
      return { personId: wanted };
    },
    'person.change-roles': async ({ personId, roles }, caller) => {
      refuseOnPractice();
      const by = caller.person.personId;
      const facts = decideChangeRoles(now().people, personId, [...new Set(roles)], by);
      await now().record(facts, () => sessions.peopleChanged(), caller);
      return {};
    },
    'person.set-passphrase': async ({ personId, passphrase, present }, caller) => {
      refuseOnPractice();
      const by = caller.person.personId;
      const { name } = requirePresent(now().people, personId);
      if (personId === by) {
        await sessions.requireProof(caller, personId, present ?? '', 'new-passphrase');
        // Whoever gave it would go on knowing it.
        if (passphrase === present) throw samePassphrase();
      } else if (!can(caller.person, 'people.manage')) {
        throw onlyAdministrators();
      }
      const fingerprint = await keep(personId, name, passphrase);
      requirePresent(now().people, personId);
      const fact: NewFact = {
        kind: 'person.passphrase-set',
        by,
        body: { personId, fingerprint },
      };
      const act = (): void => {
        sessions.peopleChanged();
        forgetOldCredentials();
      };
      await now().record([fact], act, caller);
      return {};
    },
    'person.remove': async ({ personId, reason }, caller) => {
      refuseOnPractice();
      const facts = decideRemove(now().people, personId, reason, caller.person.personId);
      const act = (): void => {
        sessions.peopleChanged();
        forgetOldCredentials();
      };
      await now().record(facts, act, caller);
      return {};
    },
  };
}

/** Throws unless the desk has everybody without whom no order is placed. */
export function requireStaffed({ isPractice, people }: DeskOfPeople): void {
  if (isPractice) return;
  const present = presentPeople(people);
  const has = (role: Role): boolean => present.some(({ roles }) => roles.includes(role));
  if (has('operator') && has('risk-officer')) return;
  throw new ContractError({
    code: 'not-ready',
    message: 'No order is placed before the desk has an operator and a risk officer.',
    advice: 'An administrator adds them in Settings, under People.',
  });
}

function samePassphrase(): ContractError {
  return new ContractError({
    code: 'bad-input',
    message: 'That is the passphrase you have.',
    advice: 'Choose another one.',
  });
}

function onlyAdministrators(): ContractError {
  return new ContractError({
    code: 'not-allowed',
    message: 'Only an administrator sets the passphrase of another person.',
    advice: 'Ask an administrator.',
  });
}

function conflict(message: string, advice: string): ContractError {
  return new ContractError({ code: 'conflict', message, advice });
}
