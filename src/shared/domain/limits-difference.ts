import { z } from 'zod';

const leafSchema = z.union([z.string(), z.number(), z.boolean()]).nullable();
type Leaf = z.infer<typeof leafSchema>;

/** One place at which two versions of the limits differ. */
export const limitsDifferenceSchema = z.object({
  /**
   * Where it is in the document, from the outside in. An entry of a list is named by what it is about:
   * `scopes`, `instrument 756733`, `limits`, `maxOrderValue`, `value`.
   */
  path: z.array(z.string()),
  /** Null where there was nothing. */
  before: leafSchema,
  /** Null where there is nothing any more. */
  after: leafSchema,
  /** Whether the desk may do less by it or more; `other` where a number alone does not say. */
  effect: z.enum(['tighter', 'looser', 'other']),
});
export type LimitsDifference = z.infer<typeof limitsDifferenceSchema>;

/**
 * Every place at which two documents of limits differ, but for their version, in the order of the newer one. It knows
 * nothing of what is in them: what a later Deskcheck adds is found as well, so that nobody approves what they were not
 * shown. Nothing at a place and `null` at it are the same.
 */
export function limitsDifferences(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): LimitsDifference[] {
  const older = leavesOf(before);
  const newer = leavesOf(after);
  const differences: LimitsDifference[] = [];
  for (const [key, { path, leaf }] of newer) {
    const was = older.get(key)?.leaf ?? null;
    if (was !== leaf) differences.push(difference(path, was, leaf));
  }
  for (const [key, { path, leaf }] of older) {
    if (!newer.has(key)) differences.push(difference(path, leaf, null));
  }
  return differences;
}

function difference(path: string[], before: Leaf, after: Leaf): LimitsDifference {
  return { path, before, after, effect: effectOf(path, before, after) };
}

/** Every limit is an upper bound: a smaller one lets less through, and one more for some orders does so as well. */
function effectOf(path: readonly string[], before: Leaf, after: Leaf): LimitsDifference['effect'] {
  const [part] = path;
  if (part === 'restrictedInstruments') {
    if (before === null) return 'tighter';
    return after === null ? 'looser' : 'other';
  }
  if (part === 'monitors' || path.at(-1) !== 'value') return 'other';
  if (typeof after === 'number' && (before === null || typeof before === 'number')) {
    return before === null || after < before ? 'tighter' : 'looser';
  }
  return after === null ? 'looser' : 'other';
}

interface Place {
  readonly path: string[];
  readonly leaf: Leaf;
}

/** By the path as JSON, which no two paths share. */
function leavesOf(limits: Readonly<Record<string, unknown>>): Map<string, Place> {
  const leaves = new Map<string, Place>();
  const put = (path: string[], leaf: Leaf): void => {
    leaves.set(JSON.stringify(path), { path, leaf });
  };
  const walk = (path: string[], value: unknown): void => {
    if (value === null || value === undefined) return;
    if (typeof value === 'object') {
      const entries = Array.isArray(value) ? entriesOfList(value) : Object.entries(value);
      // A list of what is allowed says something by being empty; the lists of the document itself do not.
      if (entries.length === 0 && path.length > 1) put(path, 'none');
      for (const [name, each] of entries) walk([...path, name], each);
      return;
    }
    if (typeof value === 'number' || typeof value === 'boolean') put(path, value);
    else put(path, textOf(value));
  };
  for (const [name, value] of Object.entries(limits)) if (name !== 'version') walk([name], value);
  return leaves;
}

/** Moving an entry within a list changes nothing; two that are about the same are told apart. */
function entriesOfList(list: readonly unknown[]): [string, unknown][] {
  const seen = new Map<string, number>();
  return list.map((entry) => {
    const subject = subjectOf(entry);
    const count = (seen.get(subject) ?? 0) + 1;
    seen.set(subject, count);
    return [count === 1 ? subject : `${subject} (${count})`, entry];
  });
}

function subjectOf(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return textOf(entry);
  const scope: unknown = Reflect.get(entry, 'scope');
  if (typeof scope === 'object' && scope !== null) {
    return `${textOf(Reflect.get(scope, 'kind'))} ${textOf(Reflect.get(scope, 'id'))}`;
  }
  const name: unknown = Reflect.get(entry, 'symbol') ?? Reflect.get(entry, 'personId');
  return name === undefined ? 'entry' : textOf(name);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
