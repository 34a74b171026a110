import { statfs } from 'node:fs/promises';

import type { Clock } from '#shared/domain/ports.ts';

import type { Log } from './desk/log.ts';
import type { MachineFigures } from './desk/machine-figures.ts';
import { watchEventLoop } from './event-loop-watch.ts';

const lookEveryMs = 10_000;

export interface MachineWatch {
  figures(): MachineFigures;
  /** The longest that anything had to wait for its turn in the last minute, milliseconds. */
  longestEventLoopDelayMs(): number;
  stop(): void;
}

/**
 * Watches what the desk needs of its machine: its turn, and room on the disk of the data folder. A disk that does not
 * say how much room it has counts as unknown, and the log says why, once.
 */
export function watchMachine(dataDir: string, clock: Clock, log: Log): MachineWatch {
  const eventLoop = watchEventLoop(clock);
  let freeDiskBytes: number | null = null;
  let complained = false;
  const look = async (): Promise<void> => {
    try {
      const { bavail, bsize } = await statfs(dataDir);
      freeDiskBytes = bavail * bsize;
      complained = false;
    } catch (error) {
      freeDiskBytes = null;
      if (complained) return;
      complained = true;
      log.warn({ err: error }, `The disk of ${dataDir} does not say how much room it has.`);
    }
  };
  void look();
  const timer = clock.every(lookEveryMs, () => void look());
  return {
    figures: () => ({ eventLoopDelayMs: eventLoop.lastDelayMs(), freeDiskBytes }),
    longestEventLoopDelayMs: () => eventLoop.longestDelayMs(),
    stop() {
      timer.cancel();
      eventLoop.stop();
    },
  };
}
