import type { Fact } from '#shared/domain/fact.ts';
import type { Person } from '#shared/domain/people.ts';

/** Everybody the journal knows, by personId, in the order they came. */
export type PeopleRecord = ReadonlyMap<string, RecordedPerson>;

export interface RecordedPerson {
  readonly person: Person;
  /** Names the credential that opens; null before there is one. */
  readonly fingerprint: string | null;
  readonly removed: boolean;
}

/** The people after one more fact. Throws for a fact about somebody whom no earlier fact named. */
export function applyToPeople(record: PeopleRecord, fact: Fact): PeopleRecord {
  switch (fact.kind) {
    case 'person.added': {
      const { personId, name, roles } = fact.body;
      const person = { personId, name, roles };
      return new Map(record).set(personId, { person, fingerprint: null, removed: false });
    }
    case 'person.roles-changed': {
      const { personId, roles } = fact.body;
      const known = knownPerson(record, personId);
      return new Map(record).set(personId, { ...known, person: { ...known.person, roles } });
    }
    case 'person.passphrase-set': {
      const { personId, fingerprint } = fact.body;
      return new Map(record).set(personId, { ...knownPerson(record, personId), fingerprint });
    }
    case 'person.removed': {
      const { personId } = fact.body;
      const known = knownPerson(record, personId);
      return new Map(record).set(personId, { ...known, fingerprint: null, removed: true });
    }
    default:
      return record;
  }
}

/** Those who are with the desk now. */
export function presentPeople(record: PeopleRecord): Person[] {
  return [...record.values()].filter(({ removed }) => !removed).map(({ person }) => person);
}

function knownPerson(record: PeopleRecord, personId: string): RecordedPerson {
  const known = record.get(personId);
  if (known === undefined) throw new Error(`No earlier fact names the person ${personId}.`);
  return known;
}
