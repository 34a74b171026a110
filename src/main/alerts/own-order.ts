import { ContractError } from '#shared/contract/error.ts';
import { can, type Person } from '#shared/domain/people.ts';

/** `free`: it is not about their order. `own-order`: it is, and nobody else could. `refused`: somebody else must. */
export type AcknowledgeRight = 'free' | 'own-order' | 'refused';

/**
 * Whether a person may acknowledge an alert about an order of `placedBy`; null where it is about none.
 * Nobody acknowledges a breach of their own order alone. Only where the desk has no other person who could does it fall
 * to them, and the record says so. Source: reference/controls.md, Alert; docs/decisions/own-orders.md.
 */
export function acknowledgeRight(
  placedBy: string | null,
  { personId }: Person,
  people: readonly Person[],
): AcknowledgeRight {
  if (placedBy === null || placedBy !== personId) return 'free';
  // A list without the person who asks is not the list of this desk's people: it proves nobody's absence.
  const listed = people.some((person) => person.personId === personId);
  const another = people.some(
    (person) => person.personId !== personId && can(person, 'alert.acknowledge'),
  );
  return another || !listed ? 'refused' : 'own-order';
}

/** The refusal a person meets who would acknowledge, or close unseen by others, an alert about their own order. */
export function ownOrderRefusal(): ContractError {
  return new ContractError({
    code: 'conflict',
    message: 'This alert is about an order of yours, and nobody acknowledges that alone.',
    advice: 'Ask another person who may acknowledge alerts to look at it.',
  });
}
