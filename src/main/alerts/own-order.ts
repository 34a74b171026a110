import { ContractError } from '#shared/contract/error.ts';
import { can, type Person } from '#shared/domain/people.ts';
import { secondPersonRefusal } from '#shared/domain/two-people.ts';

/** `free`: it is not about their order. `own-order`: it is, and nobody else could. `refused`: somebody else must. */
export type AcknowledgeRight = 'free' | 'own-order' | 'refused';

/**
 * Whether a person may acknowledge an alert about an order of `placedBy`; null where it is about none.
 * Whoever placed the order is its maker, whoever acknowledges the alert checks it: they are two people. Only where
 * nobody else of the desk may acknowledge does it fall to the maker, and the record says so.
 * @param people everybody who may sign in at this desk, signed in or not.
 * Source: reference/controls.md, Alert; docs/decisions/own-orders.md.
 */
export function acknowledgeRight(
  placedBy: string | null,
  person: Person,
  people: readonly Person[],
): AcknowledgeRight {
  if (placedBy === null || isSecond(placedBy, person)) return 'free';
  // Who may be somebody else is no second person, and a reason all the same not to do without one.
  const another = people.some(
    ({ unproven: _, ...each }) => isSecond(placedBy, each) && can(each, 'alert.acknowledge'),
  );
  // A list without the person who asks is not the list of this desk's people: it proves nobody's absence.
  const listed = people.some(({ personId }) => personId === person.personId);
  return another || !listed ? 'refused' : 'own-order';
}

function isSecond(placedBy: string, checker: Person): boolean {
  return secondPersonRefusal(placedBy, checker, 'the order of this alert') === null;
}

/** The refusal a person meets who would acknowledge, or close unseen by others, an alert about their own order. */
export function ownOrderRefusal(): ContractError {
  return new ContractError({
    code: 'conflict',
    message: 'This alert is about an order of yours, and nobody acknowledges that alone.',
    advice: 'Ask another person who may acknowledge alerts to look at it.',
  });
}
