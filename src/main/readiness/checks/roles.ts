import { csvLine } from '#shared/domain/csv.ts';
import {
  roleCapabilities,
  type Capability,
  type Person,
  type Role,
} from '#shared/domain/people.ts';

import type { Check } from '../check.ts';
import { count, exactly, none } from '../figures.ts';
import { everyGateway } from './gateways.ts';

/** The people a desk stands on, each somebody else. Source: DESIGN.md, the three people. */
export const neededRoles = [
  'operator',
  'risk-officer',
  'tester',
] as const satisfies readonly Role[];

/** What no role may do with one hand, for then one person could do both sides of it. Source: reference/controls.md. */
export const apart: readonly { one: Capability; other: Capability; why: string }[] = [
  { one: 'order.place', other: 'limits.approve', why: 'who trades would set the limits of it' },
  {
    one: 'order.place',
    other: 'trading-state.set',
    why: 'who trades would set the desk free again',
  },
  {
    one: 'order.place',
    other: 'break.accept',
    why: 'who trades would accept the difference it made',
  },
  { one: 'order.place', other: 'repeated-execution.reset', why: 'who trades would wave it on' },
  { one: 'order.place', other: 'readiness.run', why: 'who trades would test the desk' },
  { one: 'readiness.run', other: 'limits.approve', why: 'who tests would set what is tested' },
  { one: 'order.place', other: 'people.manage', why: 'who trades would say who watches it' },
];

/** What somebody must be able to do, and nobody else need. */
const neededCapabilities: Readonly<Record<(typeof neededRoles)[number], readonly Capability[]>> = {
  operator: ['order.place', 'order.cancel', 'kill.engage', 'limits.propose'],
  'risk-officer': [
    'limits.approve',
    'trading-state.set',
    'alert.acknowledge',
    'break.accept',
    'kill.engage',
  ],
  tester: ['readiness.run', 'kill.drill', 'journal.read'],
};

/** What is wrong with the table of who may do what, each a sentence. */
export function capabilityProblems(table: Readonly<Record<Role, readonly Capability[]>>): string[] {
  const may = (role: Role, capability: Capability): boolean => table[role].includes(capability);
  const roles = Object.keys(table).filter((name): name is Role => name in table);
  return [
    ...roles.flatMap((role) =>
      apart
        .filter(({ one, other }) => may(role, one) && may(role, other))
        .map(({ one, other, why }) => `The role ${role} has both ${one} and ${other}: ${why}.`),
    ),
    ...neededRoles.flatMap((role) =>
      neededCapabilities[role]
        .filter((capability) => !may(role, capability))
        .map((capability) => `The role ${role} cannot do ${capability}.`),
    ),
  ];
}

/** One person for each role, no person twice; null where there is no such choice. */
export function distinctPeople(
  people: readonly Person[],
  roles: readonly Role[] = neededRoles,
): Person[] | null {
  const [role, ...others] = roles;
  if (role === undefined) return [];
  for (const person of people) {
    if (!person.roles.includes(role)) continue;
    const rest = distinctPeople(
      people.filter((each) => each !== person),
      others,
    );
    if (rest !== null) return [person, ...rest];
  }
  return null;
}

/** What is wrong with who is at the desk, each a sentence. */
export function peopleProblems(people: readonly Person[]): string[] {
  const missing = neededRoles.filter((role) => !people.some(({ roles }) => roles.includes(role)));
  if (missing.length > 0) return missing.map((role) => `Nobody is ${role}.`);
  return distinctPeople(people) === null
    ? [
        `There are not three people who could be ${neededRoles.join(', ')}: somebody is two of them.`,
      ]
    : [];
}

export const rolesCheck: Check = {
  checkId: 'roles-apart',
  title: 'Duties are with different people',
  why: 'One person alone must not be able to trade, to set the limits of it and to certify the desk.',
  phase: 1,
  weight: 3,
  critical: true,
  negativeControl: false,
  gateways: everyGateway,
  needs: [],
  withinMs: 5_000,
  run({ installation }) {
    const people = installation.people();
    const problems = [...capabilityProblems(roleCapabilities), ...peopleProblems(people)];
    return Promise.resolve({
      figures: [
        count('breaches', 'Breaches of the separation of duties', problems.length, none),
        count(
          'people',
          'Different people for the three roles',
          distinctPeople(people)?.length ?? 0,
          exactly(neededRoles.length),
        ),
      ],
      evidence: [
        {
          name: 'people.csv',
          title: 'Who may sign in, and as what',
          contents: [
            csvLine(['person', 'roles']),
            ...people.map(({ personId, roles }) => csvLine([personId, roles.join(' ')])),
          ].join(''),
        },
        {
          name: 'capabilities.json',
          title: 'Who may do what',
          contents: JSON.stringify(roleCapabilities, null, 2),
        },
      ],
      problems,
      found:
        'Operator, risk officer and tester are three people, and no role has both sides of what needs two.',
    });
  },
};
