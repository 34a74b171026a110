import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { pino } from 'pino';

import type { Log } from './desk/log.ts';
import { StartRefused } from './desk/start-refused.ts';

/** The engineers' log, `log/deskcheck.log` in the data folder: JSON lines. Throws {@link StartRefused}. */
export function openLog(dataDir: string): Log {
  const folder = join(dataDir, 'log');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Written at once: the last line before a crash is the one that is needed.
    return pino(
      { base: null },
      pino.destination({ dest: join(folder, 'deskcheck.log'), sync: true }),
    );
  } catch (error) {
    throw new StartRefused(
      `The data folder ${dataDir} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      'Make it writable, or choose another folder with --data.',
    );
  }
}
