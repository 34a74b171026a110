import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const hash = /^[0-9a-f]{40}$/;

/** The commit a checkout is at, read from its `.git` folder; null where there is none, as in a packaged program. */
export function commitOf(root: string): string | null {
  const git = join(root, '.git');
  if (!existsSync(git) || !statSync(git).isDirectory()) return null;
  const head = textOf(join(git, 'HEAD'));
  if (head === null || hash.test(head)) return head;
  const reference = /^ref: (refs\/[\w./-]+)$/.exec(head)?.[1];
  if (reference === undefined) return null;
  const loose = textOf(join(git, reference));
  if (loose !== null) return hash.test(loose) ? loose : null;
  const packed = textOf(join(git, 'packed-refs')) ?? '';
  return new RegExp(`^([0-9a-f]{40}) ${reference}$`, 'm').exec(packed)?.[1] ?? null;
}

function textOf(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}
