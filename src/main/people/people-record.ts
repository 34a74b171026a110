import type { Fact } from '#shared/domain/fact.ts';
import type { Person } from '#shared/domain/people.ts';

/** Everybody the journal knows, by personId, in the order they came. */
export type PeopleRecord = ReadonlyMap<string, RecordedPerson>;

export interface RecordedPerson {
  readonly person: Person;
  /** Names the credential that opens; null before there is one. */
  readonly fingerprint: string | null;
  readonly removed: boolean;
  /** Who gave them the passphrase that theirs goes back to; null where it is settled that theirs is their own. */
  readonly givenBy: string | null;
  /** Whether they have changed the passphrase that they were given. */
  readonly changed: boolean;
  /** Whether it was ever settled that theirs is their own. */
  readonly everProven: boolean;
}

/** The people after one more fact. Throws for a fact about somebody whom no earlier fact named. */
export function applyToPeople(record: PeopleRecord, fact: Fact): PeopleRecord {
  switch (fact.kind) {
    case 'person.added': {
      const { personId, name, roles } = fact.body;
      const person = { personId, name, roles };
      return new Map(record).set(personId, {
        person,
        fingerprint: null,
        removed: false,
        givenBy: null,
        changed: false,
        everProven: false,
      });
    }
    case 'person.roles-changed': {
      const { personId, roles } = fact.body;
      const known = knownPerson(record, personId);
      return new Map(record).set(personId, { ...known, person: { ...known.person, roles } });
    }
    case 'person.passphrase-set': {
      const { personId, fingerprint } = fact.body;
      return new Map(record).set(personId, {
        ...knownPerson(record, personId),
        fingerprint,
        ...(fact.by === personId
          ? ofOwnPassphrase(knownPerson(record, personId))
          : { givenBy: fact.by, changed: false }),
      });
    }
    case 'person.witnessed': {
      const { personId } = fact.body;
      const settled = { givenBy: null, changed: false, everProven: true };
      return new Map(record).set(personId, { ...knownPerson(record, personId), ...settled });
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
  return [...record.values()].flatMap((known) => {
    const unproven = unprovenOf(known);
    if (known.removed) return [];
    return [unproven === null ? known.person : { ...known.person, unproven }];
  });
}

/** Why it may be somebody else who comes with their passphrase; null where that is settled. */
export function unprovenOf({
  givenBy,
  changed,
}: RecordedPerson): NonNullable<Person['unproven']> | null {
  if (givenBy === null) return null;
  return changed ? 'unwitnessed' : 'given';
}

/** Who was never given one needs nobody to say so: whoever opened the desk first. */
function ofOwnPassphrase({
  givenBy,
  everProven,
}: RecordedPerson): Pick<RecordedPerson, 'changed' | 'everProven'> {
  return { changed: givenBy !== null, everProven: everProven || givenBy === null };
}

function knownPerson(record: PeopleRecord, personId: string): RecordedPerson {
  const known = record.get(personId);
  if (known === undefined) throw new Error(`No earlier fact names the person ${personId}.`);
  return known;
}
