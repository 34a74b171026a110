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

export function can(person: Person, capability: Capability): boolean {
  return person.roles.some((role) => roleCapabilities[role].includes(capability));
}

/** Whether a person may ask what the controls would say to somebody else: whoever sets limits has to know. */
export function mayAssumeAnother(person: Person): boolean {
  return can(person, 'limits.propose') || can(person, 'limits.approve');
}
