import { z } from 'zod';

/** `bystander` is no person's: it is what anybody may do at a window that its person has locked. */
export const roleSchema = z.enum([
  'operator',
  'risk-officer',
  'tester',
  'administrator',
  'bystander',
]);
export type Role = z.infer<typeof roleSchema>;

/** Roles a person can be given. */
export const assignableRoleSchema = roleSchema.exclude(['bystander']);

export const capabilitySchema = z.enum([
  'desk.view',
  'desk.connect',
  'order.preview',
  'order.place',
  'order.cancel',
  'kill.engage',
  'kill.drill',
  'trading-state.set',
  'repeated-execution.reset',
  'alert.acknowledge',
  'alert.silence',
  'delivery.configure',
  'watchlist.edit',
  'journal.read',
  'break.accept',
  'simulator.control',
  'people.manage',
  'limits.propose',
  'limits.approve',
  'readiness.run',
  'waiver.propose',
  'readiness.approve',
  'readiness.sign',
]);
export type Capability = z.infer<typeof capabilitySchema>;

/** Who may do what. Stopping is allowed to everyone who can see the desk. */
export const roleCapabilities: Record<Role, readonly Capability[]> = {
  operator: [
    'desk.view',
    'desk.connect',
    'order.preview',
    'order.place',
    'order.cancel',
    'kill.engage',
    'kill.drill',
    'alert.acknowledge',
    'watchlist.edit',
    'journal.read',
    'simulator.control',
    'limits.propose',
  ],
  'risk-officer': [
    'desk.view',
    'order.preview',
    'order.cancel',
    'kill.engage',
    'kill.drill',
    'trading-state.set',
    'repeated-execution.reset',
    'alert.acknowledge',
    'alert.silence',
    'delivery.configure',
    'journal.read',
    'break.accept',
    'simulator.control',
    'limits.propose',
    'limits.approve',
    'readiness.approve',
    'readiness.sign',
  ],
  tester: [
    'desk.view',
    'order.preview',
    'kill.engage',
    'kill.drill',
    'journal.read',
    'simulator.control',
    'readiness.run',
    'waiver.propose',
    'readiness.sign',
  ],
  administrator: [
    'desk.view',
    'desk.connect',
    'kill.engage',
    'kill.drill',
    'trading-state.set',
    'alert.silence',
    'delivery.configure',
    'journal.read',
    'people.manage',
    'limits.propose',
    'limits.approve',
  ],
  bystander: ['kill.engage'],
};

export const personSchema = z.object({
  /** What the record calls them: it never changes and is never given to another. */
  personId: z.string(),
  name: z.string(),
  roles: z.array(roleSchema),
  /**
   * Why it may be somebody else who comes with their passphrase; absent where that is settled. `given`: another person has
   * set it and they have not changed it. `unwitnessed`: they have, and no third person has said that it was they.
   */
  unproven: z.enum(['given', 'unwitnessed']).optional(),
});
export type Person = z.infer<typeof personSchema>;

/** Whoever sits at a window where nobody is signed in: may do nothing but sign in. */
export const nobody: Person = { personId: 'nobody', name: 'Nobody', roles: [] };

/** What the record calls whoever acts from the machine's own command line while the desk is stopped. */
export const commandLine = 'command-line';

/** Whoever stands at a window that its person has locked: may stop the desk, and nothing else. */
export function bystanderAt({ name }: Person): Person {
  return {
    personId: 'locked-window',
    name: `Somebody at ${name}'s locked window`,
    roles: ['bystander'],
  };
}

/** Without these no order is placed: one trades, another stands by. Source: DESIGN.md, the three people. */
export const rolesAskedFor = ['operator', 'risk-officer'] as const satisfies readonly Role[];

/** What takes two people, or a name for which somebody answers: nobody does it who may be somebody else. */
const needsProof: ReadonlySet<Capability> = new Set([
  'limits.approve',
  'readiness.approve',
  'readiness.sign',
]);

export function can(person: Person, capability: Capability): boolean {
  if (isHeldBack(person, capability)) return false;
  return person.roles.some((role) => roleCapabilities[role].includes(capability));
}

/** Whether a right is not theirs only because they may be somebody else. */
export function isHeldBack({ unproven }: Person, capability: Capability): boolean {
  return unproven !== undefined && needsProof.has(capability);
}

/** Why a person approves and signs nothing, and what to do about it. */
export const unprovenWords: Record<
  NonNullable<Person['unproven']>,
  { message: string; advice: string }
> = {
  given: {
    message: 'Another person has set your passphrase, so you approve and sign nothing yet.',
    advice: 'Change it in Settings, under Your passphrase.',
  },
  unwitnessed: {
    message: 'Nobody has seen yet that it was you who changed the passphrase you were given.',
    advice: 'Ask another person than the one who set it to acknowledge the alert about it.',
  },
};

/** Whether a person may ask what the controls would say to somebody else: whoever sets limits has to know. */
export function mayAssumeAnother(person: Person): boolean {
  return can(person, 'limits.propose') || can(person, 'limits.approve');
}
