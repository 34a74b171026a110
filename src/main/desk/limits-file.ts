import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Limits } from '#shared/domain/limits.ts';

import { LimitsFileError, parseLimits } from '../risk/limits.ts';
import { StartRefused } from './start-refused.ts';

/** The limits of files, with which a data folder begins. From then on its journal has them. */
export interface LimitsFiles {
  /** Those that ship with Deskcheck. */
  readonly shipped: Limits;
  /**
   * Those of the data folder's own file; null where it has none. What a file of an earlier Deskcheck could not name yet
   * is taken from those that ship. Throws {@link StartRefused} where they cannot be used.
   */
  own(): { readonly file: string; readonly limits: Limits } | null;
}

/**
 * The limits that ship, and `limits.json` of the data folder, which is read when it is asked for.
 * Throws {@link StartRefused}: a desk without limits does not start.
 */
export function limitsFiles(dataDir: string, appRoot: string): LimitsFiles {
  const shipped = readFile(join(appRoot, 'resources/limits/default.json'), null);
  const file = join(dataDir, 'limits.json');
  return {
    shipped,
    own: () => (existsSync(file) ? { file, limits: readFile(file, shipped) } : null),
  };
}

function readFile(file: string, shipped: Limits | null): Limits {
  try {
    return parseLimits(readFileSync(file, 'utf8'), file, shipped);
  } catch (error) {
    if (error instanceof LimitsFileError) throw new StartRefused(error.message, '');
    throw new StartRefused(
      `The limits in ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      'A desk does not start without limits. Make the file readable.',
    );
  }
}
