import {
  limitNames,
  limitScopeKinds,
  type LimitName,
  type Limits,
  type LimitScope,
  type LimitScopeKind,
} from '#shared/domain/limits.ts';
import { alertTitles } from '#shared/domain/alert-titles.ts';

import {
  monitorLineProblem,
  monitorLinesOf,
  settingsOfLines,
  type MonitorLine,
} from './monitor-draft.ts';
import {
  permissionLineOf,
  permissionProblem,
  permissionsOfLines,
  type PermissionLine,
} from './permission-draft.ts';

/** One limit as it is being written. */
export interface LimitLine {
  readonly name: LimitName;
  /** Null for the whole desk. */
  readonly scope: LimitScope | null;
  /** As typed. */
  readonly value: string;
  readonly unit: string;
  readonly reason: string;
}

/** Limits as they are being written, before anybody proposes them. */
export interface LimitsDraft {
  readonly lines: readonly LimitLine[];
  readonly restricted: Limits['restrictedInstruments'];
  readonly monitors: readonly MonitorLine[];
  readonly permissions: readonly PermissionLine[];
}

export function draftOf(limits: Limits): LimitsDraft {
  return {
    lines: [
      ...limitNames.map((name): LimitLine => lineOf(name, null, limits[name], limits[name].unit)),
      ...limits.scopes.flatMap(({ scope, limits: scoped }) =>
        limitNames.flatMap((name) => {
          const held = scoped[name];
          return held === undefined ? [] : [lineOf(name, scope, held, limits[name].unit)];
        }),
      ),
    ],
    restricted: limits.restrictedInstruments,
    monitors: monitorLinesOf(limits.monitors),
    permissions: limits.permissions.map(permissionLineOf),
  };
}

function lineOf(
  name: LimitName,
  scope: LimitScope | null,
  { value, reason }: { value: number; reason: string },
  unit: string,
): LimitLine {
  return { name, scope, value: String(value), unit, reason };
}

/** Names a line among the others: no two are of the same limit and scope. */
export function lineKey({ name, scope }: Pick<LimitLine, 'name' | 'scope'>): string {
  return scope === null ? name : `${name} ${scope.kind} ${scope.id}`;
}

export function changeLine(
  draft: LimitsDraft,
  key: string,
  change: Partial<Pick<LimitLine, 'value' | 'reason'>>,
): LimitsDraft {
  const lines = draft.lines.map((line) => (lineKey(line) === key ? { ...line, ...change } : line));
  return { ...draft, lines };
}

export function removeLine(draft: LimitsDraft, key: string): LimitsDraft {
  return { ...draft, lines: draft.lines.filter((line) => lineKey(line) !== key) };
}

/** Why a limit cannot be set for that scope, in a sentence; null when it can. */
export function scopeProblem(
  draft: LimitsDraft,
  name: LimitName,
  kind: LimitScopeKind,
  id: string,
): string | null {
  if (!limitScopeKinds[name].includes(kind)) {
    return 'This limit is measured over more than that and cannot be set for it.';
  }
  if (id.trim() === '') return 'Say whose limit it is.';
  const key = lineKey({ name, scope: { kind, id: id.trim() } });
  return draft.lines.some((line) => lineKey(line) === key) ? 'It has this limit already.' : null;
}

export function addLine(draft: LimitsDraft, line: LimitLine): LimitsDraft {
  return { ...draft, lines: [...draft.lines, line] };
}

/** What is wrong with a line, in a sentence; null when nothing is. */
export function lineProblem({ value, reason }: LimitLine): string | null {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return 'Write a number.';
  if (number <= 0) return 'It must be more than 0.';
  return reason.trim() === '' ? 'Say why the limit is what it is.' : null;
}

/** The parts that a draft is written in. */
export const draftParts = ['limits', 'monitors', 'permissions'] as const;
export type DraftPart = (typeof draftParts)[number];

/** Something in a draft that makes no sense. */
export interface DraftProblem {
  readonly part: DraftPart;
  /** What it is about: a limit, a monitor's title, a person's id. */
  readonly about: string;
  readonly sentence: string;
}

/** Everything in a draft that makes no sense, in the order in which it is written. */
export function draftProblems({ lines, monitors, permissions }: LimitsDraft): DraftProblem[] {
  const found = (part: DraftPart, about: string, sentence: string | null): DraftProblem[] =>
    sentence === null ? [] : [{ part, about, sentence }];
  return [
    ...lines.flatMap((line) => found('limits', lineKey(line), lineProblem(line))),
    ...monitors.flatMap((line) =>
      found('monitors', alertTitles[line.id], monitorLineProblem(line)?.sentence ?? null),
    ),
    ...permissions.flatMap((line) => found('permissions', line.personId, permissionProblem(line))),
  ];
}

/** The whole document that a draft asks for, from the one in force; null while something of it makes no sense. */
export function limitsOfDraft(draft: LimitsDraft, inForce: Limits): Limits | null {
  if (draftProblems(draft).length > 0) return null;
  const limits: Limits = {
    ...inForce,
    restrictedInstruments: draft.restricted,
    permissions: permissionsOfLines(draft.permissions, inForce.permissions),
    monitors: settingsOfLines(draft.monitors, inForce.monitors),
    scopes: [],
  };
  for (const { name, scope, value, unit, reason } of draft.lines) {
    const held = { value: Number(value), reason: reason.trim() };
    if (scope === null) {
      limits[name] = { ...held, unit };
      continue;
    }
    const known = limits.scopes.find(
      (each) => each.scope.kind === scope.kind && each.scope.id === scope.id,
    );
    if (known === undefined) limits.scopes.push({ scope, limits: { [name]: held } });
    else known.limits[name] = held;
  }
  return limits;
}
