import type { Role } from '#shared/domain/people.ts';

export const roleWords: Record<Role, string> = {
  operator: 'operator',
  'risk-officer': 'risk officer',
  tester: 'tester',
  administrator: 'administrator',
  bystander: 'may only stop the desk',
};

/** A person's roles as a list in words. */
export function rolesText(roles: readonly Role[]): string {
  return roles.length === 0 ? 'no role' : roles.map((role) => roleWords[role]).join(', ');
}
