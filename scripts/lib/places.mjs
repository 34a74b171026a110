/** Where things are in this repository. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');

/** The Node that the repository installs for itself; see `node` in package.json. */
export const NODE = join(
  ROOT,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/**
 * The script a package starts with, to be run by Node without a shell.
 * @param {string} name package @param {string} [command] one of its commands, the package's name by default
 */
export function binOf(name, command = name) {
  const require = createRequire(join(ROOT, 'package.json'));
  // Asked by file: some packages do not export their package.json.
  const file = join(ROOT, 'node_modules', ...name.split('/'), 'package.json');
  const { bin } = require(file);
  return join(dirname(file), typeof bin === 'string' ? bin : bin[command]);
}
