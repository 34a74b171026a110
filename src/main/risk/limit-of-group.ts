import type { AccountId } from '#shared/domain/gateway.ts';
import type { LimitName, Limits } from '#shared/domain/limits.ts';

/** A sector or an asset class as a whole. */
export interface LimitedGroup {
  readonly kind: 'sector' | 'asset-class';
  readonly name: string;
}

/**
 * Of one limit the tightest that holds for a group: the desk's, the account's or the group's own, as for an order in it.
 * @param accountId null until the broker has said.
 */
export function limitOfGroup(
  limits: Limits,
  limit: LimitName,
  { kind, name }: LimitedGroup,
  accountId: AccountId | null,
): number {
  const scoped = limits.scopes.flatMap(({ scope, limits: held }) => {
    const holds =
      (scope.kind === kind && scope.id === name) ||
      (scope.kind === 'account' && scope.id === accountId);
    return holds ? (held[limit]?.value ?? []) : [];
  });
  return Math.min(limits[limit].value, ...scoped);
}
