/** Walking and fingerprinting files. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * Absolute paths of all files under the named places of `root`, sorted, dot files included.
 * @param {string} root @param {readonly string[]} places files or folders; missing ones are passed over
 * @param {(path: string) => boolean} [wanted]
 */
export function filesUnder(root, places, wanted = () => true) {
  const found = places.flatMap((place) => {
    const path = join(root, place);
    if (!existsSync(path)) return [];
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  });
  return found.filter(wanted).toSorted((one, other) => (one < other ? -1 : 1));
}

/**
 * SHA-256 over names and contents, so that a touched file is not a changed one and a renamed file is.
 * @param {string} root @param {readonly string[]} places
 * @param {(path: string) => boolean} [wanted]
 */
export function fingerprint(root, places, wanted) {
  const hash = createHash('sha256');
  for (const path of filesUnder(root, places, wanted)) {
    hash.update(relative(root, path).split(sep).join('/')).update('\0');
    hash.update(createHash('sha256').update(readFileSync(path)).digest());
  }
  return hash.digest('hex');
}
