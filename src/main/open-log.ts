import { join } from 'node:path';

import { pino } from 'pino';

import type { Log } from './desk/log.ts';
import { StartRefused } from './desk/start-refused.ts';
import { makeFolder } from './make-folder.ts';

/**
 * The engineers' log, `log/deskcheck.log` in the data folder: JSON lines. Throws {@link StartRefused}.
 * @param complain told, once, when a line could not be written: a full disk must not end the desk.
 */
export function openLog(
  dataDir: string,
  complain: (sentence: string) => void = (sentence) => console.error(sentence),
): Log {
  const folder = join(dataDir, 'log');
  try {
    makeFolder(folder);
    const file = join(folder, 'deskcheck.log');
    // Written at once: the last line before a crash is the one that is needed.
    const destination = pino.destination({ dest: file, sync: true });
    let complained = false;
    destination.on('error', (error: Error) => {
      if (complained) return;
      complained = true;
      complain(`The log ${file} cannot be written: ${error.message}. The desk goes on without it.`);
    });
    return pino({ base: null }, destination);
  } catch (error) {
    throw new StartRefused(
      `The data folder ${dataDir} cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
      'Make it writable, or choose another folder with --data.',
    );
  }
}
