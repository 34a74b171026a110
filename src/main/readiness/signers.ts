import { can, type Person } from '#shared/domain/people.ts';

import { signers } from './signing.ts';

/** Who could give each of the two signatures, in their order. */
export function candidates(
  people: readonly Person[],
  withPassphrase: ReadonlySet<string> | null,
): Person[][] {
  return signers.map(({ capability }) =>
    people.filter(
      (person) =>
        can(person, capability) &&
        can(person, 'readiness.sign') &&
        (withPassphrase === null || withPassphrase.has(person.personId)),
    ),
  );
}

/**
 * Why a certificate could not be signed by the people of a desk, each a sentence: a tester and a risk officer are needed who
 * are two people and can each prove who they are. Source: reference/controls.md, Certificate.
 * @param withPassphrase ids of who has one; null on a practice desk, where nobody needs one.
 */
export function signerProblems(
  people: readonly Person[],
  withPassphrase: ReadonlySet<string> | null,
): string[] {
  const could = candidates(people, withPassphrase);
  const nobody = signers.filter((_, nth) => could[nth]?.length === 0);
  if (nobody.length > 0) {
    return nobody.map(
      ({ title }) =>
        `Nobody could sign as ${title}: no one has that right${withPassphrase === null ? '' : ' and a passphrase'}.`,
    );
  }
  return pairOf(people, withPassphrase) === null
    ? ['One person alone could give both signatures. Two people are needed.']
    : [];
}

/** A tester and a risk officer who are two people; null where there are none. */
export function pairOf(
  people: readonly Person[],
  withPassphrase: ReadonlySet<string> | null,
): [Person, Person] | null {
  const [testers = [], officers = []] = candidates(people, withPassphrase);
  for (const tester of testers) {
    const officer = officers.find(({ personId }) => personId !== tester.personId);
    if (officer !== undefined) return [tester, officer];
  }
  return null;
}
