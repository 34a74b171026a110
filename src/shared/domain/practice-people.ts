import type { Person } from './people.ts';

/**
 * The ready-made people of a practice desk, to switch between without a passphrase. Between them they have every
 * role, and whatever needs two people finds two: the risk officer and the tester, who is administrator, too.
 */
export const practicePeople: readonly Person[] = [
  { personId: 'operator', name: 'Operator', roles: ['operator'] },
  { personId: 'risk-officer', name: 'Risk officer', roles: ['risk-officer'] },
  { personId: 'tester', name: 'Tester', roles: ['tester', 'administrator'] },
];

/** Who is at a new window of a practice desk. */
export const practiceStart = 'operator';
