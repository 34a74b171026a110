import { openJournalOrRestore, type Recovery } from '../journal/recovery.ts';
import type { Journal } from '../journal/journal.ts';
import { JournalRefused } from '../journal/refusals.ts';
import type { Log } from './log.ts';
import type { Ports } from './ports.ts';
import { StartRefused } from './start-refused.ts';

/** A desk's journal, locked for it, and what had to be done before it could be opened. */
export interface DeskJournal {
  journal: Journal;
  recovery: Recovery | null;
}

/** Opens and locks the journal of a folder, before anything else of the desk touches it. Throws {@link StartRefused}. */
export function openDeskJournal(dataDir: string, ports: Ports, log: Log): DeskJournal {
  return refusing(() => openJournalOrRestore({ dataDir, clock: ports.clock, log }));
}

/** Does work on the journal; what the journal refuses, the start refuses. */
export function refusing<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof JournalRefused) throw new StartRefused(error.message, error.advice);
    throw error;
  }
}
