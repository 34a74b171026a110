import { csvLine } from '#shared/domain/csv.ts';

import type { Check } from '../check.ts';
import { atLeast, count, exactly } from '../figures.ts';
import { candidates, pairOf, signerProblems } from '../signers.ts';
import { signers } from '../signing.ts';
import { everyGateway } from './gateways.ts';

export const signOffPossible: Check = {
  checkId: 'sign-off-possible',
  title: 'Two people can sign, and prove who they are',
  why: 'Who proves a desk does not accept it alone.',
  phase: 6,
  weight: 2,
  critical: true,
  negativeControl: false,
  gateways: everyGateway,
  needs: [],
  withinMs: 5_000,
  async run({ installation }) {
    const people = installation.people();
    const withPassphrase = installation.withPassphrase();
    const could = candidates(people, withPassphrase);
    return {
      figures: [
        ...signers.map(({ as, title }, nth) =>
          count(as, `People who could sign as ${title}`, could[nth]?.length ?? 0, atLeast(1)),
        ),
        count(
          'pair',
          'Different people for the two signatures',
          pairOf(people, withPassphrase)?.length ?? 0,
          exactly(2),
        ),
      ],
      evidence: [
        {
          name: 'signers.csv',
          title: 'Who could give which signature',
          contents: [
            csvLine(['person', 'roles', 'passphrase', 'could sign as']),
            ...people.map((person) =>
              csvLine([
                person.personId,
                person.roles.join(' '),
                withPassphrase === null
                  ? 'not asked for at a practice desk'
                  : withPassphrase.has(person.personId),
                signers
                  .filter((_, nth) => could[nth]?.includes(person))
                  .map(({ title }) => title)
                  .join(', '),
              ]),
            ),
          ].join(''),
        },
      ],
      problems: signerProblems(people, withPassphrase),
      found: 'A tester and a risk officer who are two people can sign.',
    };
  },
};
