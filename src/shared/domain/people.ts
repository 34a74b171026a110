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
  'alert.acknowledge',
  'alert.silence',
  'watchlist.edit',
  'journal.read',
  'break.accept',
  'simulator.control',
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
  ],
  'risk-officer': [
    'desk.view',
    'order.preview',
    'order.cancel',
    'kill.engage',
    'trading-state.set',
    'alert.acknowledge',
    'alert.silence',
    'journal.read',
    'break.accept',
    'simulator.control',
  ],
  tester: ['desk.view', 'order.preview', 'kill.engage', 'journal.read', 'simulator.control'],
  administrator: ['desk.view', 'desk.connect', 'kill.engage', 'alert.silence', 'journal.read'],
};

export const personSchema = z.object({
  personId: z.string(),
  name: z.string(),
  roles: z.array(roleSchema),
});
export type Person = z.infer<typeof personSchema>;

export function can(person: Person, capability: Capability): boolean {
  return person.roles.some((role) => roleCapabilities[role].includes(capability));
}
