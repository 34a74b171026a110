import type { NewFact } from '#shared/domain/fact.ts';
import type { Person } from '#shared/domain/people.ts';
import { secondPersonRefusal, type TwoPeopleRefusal } from '#shared/domain/two-people.ts';

import { unprovenOf, type PeopleRecord } from './people-record.ts';

/**
 * Why a person may not be the one who says that a given passphrase has become its owner's own; null where they may. It is
 * a third person: neither who gave it nor its owner. They must be beyond doubt themselves, unless nobody but those two ever
 * was at this desk: somebody has to be the first.
 */
export function witnessRefusal(
  record: PeopleRecord,
  personId: string,
  { unproven, ...witness }: Person,
): TwoPeopleRefusal | null {
  const known = record.get(personId);
  if (known === undefined || known.givenBy === null) return null;
  const { givenBy, person } = known;
  const what = `the passphrase of ${person.name}`;
  const refusal =
    secondPersonRefusal(givenBy, witness, what) ?? secondPersonRefusal(personId, witness, what);
  if (refusal !== null || unproven === undefined) return refusal;
  const another = [...record.values()].some(
    (each) =>
      each.everProven && each.person.personId !== givenBy && each.person.personId !== personId,
  );
  if (!another) return null;
  return {
    message: `${witness.name} was given a passphrase as well, and nobody has said yet that it is theirs.`,
    advice: 'Ask a person whose own passphrase is beyond doubt.',
  };
}

/** What it changes that a third person has seen it: nothing while the passphrase is still the one that was given. */
export function decideWitness(record: PeopleRecord, personId: string, by: string): NewFact[] {
  const known = record.get(personId);
  if (known === undefined || known.removed || unprovenOf(known) !== 'unwitnessed') return [];
  return [{ kind: 'person.witnessed', by, body: { personId } }];
}
