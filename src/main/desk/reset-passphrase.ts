import { ContractError } from '#shared/contract/error.ts';
import type { Fact } from '#shared/domain/fact.ts';
import { commandLine, type Person } from '#shared/domain/people.ts';

import { openJournal, type Journal, type JournalLog } from '../journal/journal.ts';
import { fingerprintOf, makeCredential } from '../people/credential.ts';
import { CredentialsFile } from '../people/credentials-file.ts';
import { requireGoodPassphrase } from '../people/passphrase-rules.ts';
import { applyToPeople, presentPeople, type PeopleRecord } from '../people/people-record.ts';
import type { Ports } from './ports.ts';
import { Road } from './road.ts';

export interface ResetPassphraseOptions {
  /** The folder of one gateway's journal; there must be one in it. */
  folder: string;
  personId: string;
  /** Asked once the person is known and no desk can start on the folder. What it throws leaves all as it was. */
  readPassphrase: (person: Person) => Promise<string>;
  ports: Pick<Ports, 'clock' | 'secrets' | 'soon'>;
  log: JournalLog;
}

/**
 * Gives a person of a stopped desk a new passphrase: what is left where the only administrator has lost theirs. It asks
 * for no proof, because whoever may write the data folder owns the desk anyway; it is on record as by the command line.
 * The folder is locked meanwhile, as by a desk. Throws `JournalRefused`, also where a desk runs on the folder, and a
 * {@link ContractError} for a person that is not there and a passphrase that is too easy to guess.
 */
export async function resetPassphrase({
  folder,
  personId,
  readPassphrase,
  ports,
  log,
}: ResetPassphraseOptions): Promise<Person> {
  const journal = openJournal({ dataDir: folder, clock: ports.clock, log });
  try {
    let people = peopleOf(journal);
    const person = requireListed(people, personId);
    const passphrase = await readPassphrase(person);
    requireGoodPassphrase(passphrase, person.name);
    const credential = await makeCredential(personId, passphrase, ports.secrets);
    const credentials = new CredentialsFile(folder);
    // Before the fact that makes it count: a crash between them leaves one that opens nothing.
    credentials.add(credential);
    const road = roadOf(journal, ports, (fact) => {
      people = applyToPeople(people, fact);
    });
    await road.take(
      [
        {
          kind: 'person.passphrase-set',
          by: commandLine,
          body: { personId, fingerprint: fingerprintOf(credential) },
        },
      ],
      () => {
        credentials.keepOnly(
          new Set([...people.values()].flatMap(({ fingerprint }) => fingerprint ?? [])),
        );
      },
    );
    return person;
  } finally {
    journal.close();
  }
}

function peopleOf(journal: Journal): PeopleRecord {
  let people: PeopleRecord = new Map();
  for (const fact of journal.facts()) people = applyToPeople(people, fact);
  return people;
}

function requireListed(people: PeopleRecord, personId: string): Person {
  const present = presentPeople(people);
  const found = present.find((person) => person.personId === personId);
  if (found !== undefined) return found;
  throw new ContractError({
    code: 'not-found',
    message: `This desk has no person ${personId}.`,
    advice:
      present.length === 0
        ? 'It has no people yet: whoever opens it first becomes its administrator.'
        : `Its people are: ${present.map((person) => person.personId).join(', ')}.`,
  });
}

/** The road of every fact, on which nobody listens. */
function roadOf(
  journal: Journal,
  { clock, soon }: Pick<Ports, 'clock' | 'soon'>,
  apply: (fact: Fact) => void,
): Road {
  return new Road({
    clock,
    soon,
    lastSeq: journal.head().seq,
    apply,
    record: (facts) => journal.append(facts),
    publish: () => undefined,
    // Whoever took the fact down the road hears of it by its rejection.
    onFault: () => undefined,
    onUnpublished: () => undefined,
  });
}
