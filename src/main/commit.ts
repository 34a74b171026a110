import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { z } from 'zod';

const hash = /^[0-9a-f]{40}$/;
const notedSchema = z.object({ commit: z.string().regex(hash) });

/**
 * The commit of what runs: that a checkout is at, read from its `.git`, else the one `npm run package` has noted in the
 * packaged `package.json`; null where neither says.
 */
export function commitOf(root: string): string | null {
  const git = gitFolders(root);
  return git === null ? noted(root) : commitAt(git);
}

/** Where a checkout's own `HEAD` is, and where its branches are: two places for a second worktree. */
interface GitFolders {
  head: string;
  references: string;
}

function gitFolders(root: string): GitFolders | null {
  const git = join(root, '.git');
  if (!existsSync(git)) return null;
  if (statSync(git).isDirectory()) return { head: git, references: git };
  const named = /^gitdir: (.+)$/.exec(textOf(git) ?? '')?.[1];
  if (named === undefined) return null;
  const head = resolve(root, named);
  return { head, references: resolve(head, textOf(join(head, 'commondir')) ?? '.') };
}

function commitAt({ head, references }: GitFolders): string | null {
  const at = textOf(join(head, 'HEAD'));
  if (at === null || hash.test(at)) return at;
  const reference = /^ref: (refs\/[\w./-]+)$/.exec(at)?.[1];
  if (reference === undefined) return null;
  const loose = textOf(join(references, reference));
  if (loose !== null) return hash.test(loose) ? loose : null;
  const packed = textOf(join(references, 'packed-refs')) ?? '';
  return new RegExp(`^([0-9a-f]{40}) ${reference}$`, 'm').exec(packed)?.[1] ?? null;
}

function noted(root: string): string | null {
  const text = textOf(join(root, 'package.json'));
  const parsed = text === null ? null : notedSchema.safeParse(JSON.parse(text));
  return parsed?.data?.commit ?? null;
}

function textOf(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}
