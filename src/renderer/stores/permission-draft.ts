import type { PersonPermission } from '#shared/domain/limits.ts';

/** What one person may trade as it is being written. */
export interface PermissionLine {
  readonly personId: string;
  /** Symbols as typed, with commas between; null for all. */
  readonly instruments: string | null;
  readonly assetClasses: PersonPermission['assetClasses'];
  readonly orderTypes: PersonPermission['orderTypes'];
  /** Account ids as typed, with commas between; null for all. */
  readonly accounts: string | null;
  readonly reason: string;
}

export function permissionLineOf(permission: PersonPermission): PermissionLine {
  const { instruments, accounts } = permission;
  return {
    ...permission,
    instruments: instruments?.join(', ') ?? null,
    accounts: accounts?.join(', ') ?? null,
  };
}

/** Everything is allowed until something is taken away. */
export function freshPermission(personId: string): PermissionLine {
  return {
    personId,
    instruments: null,
    assetClasses: null,
    orderTypes: null,
    accounts: null,
    reason: '',
  };
}

/** What is wrong with a line, in a sentence; null when nothing is. */
export function permissionProblem(line: PermissionLine): string | null {
  for (const [what, typed] of [
    ['instruments', line.instruments],
    ['accounts', line.accounts],
  ] as const) {
    const names = namesIn(typed) ?? [];
    const twice = names.find((name, place) => names.indexOf(name) !== place);
    if (twice !== undefined) return `${twice} stands twice among the ${what}.`;
    const odd = names.find((name) => !/^[\w.\-/ ]+$/.test(name));
    if (odd !== undefined) return `${odd} is no name of that kind. Put commas between the ${what}.`;
  }
  return line.reason.trim() === '' && !takesNothingAway(line)
    ? 'Say why they may trade that and no more.'
    : null;
}

/** Whether somebody may trade everything by it: it restricts nobody, whatever its reason says. */
export function takesNothingAway({
  instruments,
  assetClasses,
  orderTypes,
  accounts,
}: Pick<PermissionLine, 'instruments' | 'assetClasses' | 'orderTypes' | 'accounts'>): boolean {
  return [instruments, assetClasses, orderTypes, accounts].every((each) => each === null);
}

/**
 * The permissions that lines ask for. One that takes nothing away is left out; where one like that is in force, it stays
 * as it is, so that who changes something else proposes that and nothing more. Only for lines in which nothing is wrong.
 */
export function permissionsOfLines(
  lines: readonly PermissionLine[],
  inForce: readonly PersonPermission[],
): PersonPermission[] {
  return lines.flatMap((line) => {
    if (!takesNothingAway(line)) return [permissionOfLine(line)];
    const held = inForce.find(({ personId }) => personId === line.personId);
    return held !== undefined && takesNothingAway(permissionLineOf(held)) ? [held] : [];
  });
}

function permissionOfLine(line: PermissionLine): PersonPermission {
  const { personId, assetClasses, orderTypes, reason } = line;
  return {
    personId,
    instruments: namesIn(line.instruments),
    assetClasses,
    orderTypes,
    accounts: namesIn(line.accounts),
    reason: reason.trim(),
  };
}

function namesIn(typed: string | null): string[] | null {
  if (typed === null) return null;
  return typed
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
