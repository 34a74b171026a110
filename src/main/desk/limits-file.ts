import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Limits } from '#shared/domain/limits.ts';

import { LimitsFileError, parseLimits } from '../risk/limits.ts';
import { StartRefused } from './start-refused.ts';

/**
 * The desk's limits: `limits.json` of the data folder where there is one, else those that ship with Deskcheck. What a
 * file of an earlier Deskcheck could not name yet is taken from those that ship.
 * Throws {@link StartRefused}: a desk without limits does not start.
 */
export function readLimits(dataDir: string, appRoot: string): Limits {
  const shipped = readFile(join(appRoot, 'resources/limits/default.json'), null);
  const own = join(dataDir, 'limits.json');
  return existsSync(own) ? readFile(own, shipped) : shipped;
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
