import { z } from 'zod';

export const roleSchema = z.enum(['operator', 'risk-officer', 'tester', 'administrator']);
export type Role = z.infer<typeof roleSchema>;

export const capabilitySchema = z.enum([
  'desk.view',
  'desk.connect',
  'order.preview',
  'order.place',
  'order.cancel',
  'kill.engage',
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
  ],
  tester: ['desk.view', 'order.preview', 'kill.engage', 'journal.read', 'simulator.control'],
  administrator: [
    'desk.view',
    'desk.connect',
    'kill.engage',
    'trading-state.set',
    'alert.silence',
    'delivery.configure',
    'journal.read',
    'people.manage',
    'limits.propose',
    'limits.approve',
  ],
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

export function can(person: Person, capability: Capability): boolean {
  return person.roles.some((role) => roleCapabilities[role].includes(capability));
}
