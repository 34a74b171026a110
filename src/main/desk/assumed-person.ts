import { ContractError } from '#shared/contract/error.ts';
import type { Caller } from '#shared/contract/service.ts';
import { mayAssumeAnother } from '#shared/domain/people.ts';

import type { DeskCore } from './desk-core.ts';

/**
 * By whom an order that is only thought of is asked for: limits and permissions of a person can be tried without being
 * them. Throws a refusal where the caller may not, and for somebody who is not with the desk.
 * @param personId null for the caller.
 */
export function assumedPerson(
  { people }: Pick<DeskCore, 'people'>,
  personId: string | null,
  { person }: Pick<Caller, 'person'>,
): string {
  if (personId === null || personId === person.personId) return person.personId;
  if (!mayAssumeAnother(person)) {
    throw new ContractError({
      code: 'not-allowed',
      message:
        'Only those who propose or approve limits see what the controls say to another person.',
      advice: 'Ask the controls as yourself.',
    });
  }
  if (people().some((each) => each.personId === personId)) return personId;
  throw new ContractError({
    code: 'not-found',
    message: `This desk has no person ${personId}.`,
    advice: 'Choose one of those that are listed.',
  });
}
