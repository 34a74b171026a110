import { unprovenWords, type Person } from './people.ts';

/** Why somebody may not be the second person for what they made themselves. */
export interface TwoPeopleRefusal {
  /** What is wrong, in one plain sentence. */
  message: string;
  /** What to do about it. */
  advice: string;
}

/**
 * The one rule of maker and checker: what a person made is checked by another person. Null when it is another.
 * What the desk made itself (`desk`) may be checked by anybody who has the right. Who may be somebody else is nobody's
 * second person.
 * @param maker personId of who made it.
 * @param what the thing with its article, as in a sentence: `this proposal`.
 * Source: reference/controls.md, Limits, Alert and Certificate.
 */
export function secondPersonRefusal(
  maker: string,
  checker: Person,
  what: string,
): TwoPeopleRefusal | null {
  if (checker.unproven !== undefined) return unprovenWords[checker.unproven];
  if (checker.personId !== maker) return null;
  return {
    message: `${checker.name} made ${what} and cannot be the second person for it.`,
    advice: 'Ask another person who has the right to decide it.',
  };
}
