import { restoreLastBackup } from './backup.ts';
import type { Head } from './chain.ts';
import { openJournal, type Journal, type JournalOptions } from './journal.ts';
import { JournalRefused } from './refusals.ts';

/** What had to be done before the journal could be opened. */
export interface Recovery {
  /** What was found broken, in a sentence. */
  reason: string;
  /** Where the broken files are. */
  setAsideIn: string | null;
  restoredFrom: string;
  /** Where the restored chain ends; what came after is only in the files set aside. */
  head: Head;
}

/**
 * Opens the journal; where it is broken, restores the last verified backup and opens that. With a recovery the
 * desk must start halted and reconcile. Throws {@link JournalRefused} when nothing can be restored.
 */
export function openJournalOrRestore(options: JournalOptions): {
  journal: Journal;
  recovery: Recovery | null;
} {
  try {
    return { journal: openJournal(options), recovery: null };
  } catch (error) {
    if (!(error instanceof JournalRefused)) throw error;
    if (error.code !== 'broken' && error.code !== 'set-aside') throw error;
    const { path, head } = restoreOr(error, options.dataDir);
    options.log.warn(
      { restoredFrom: path, head: head.seq },
      'The last verified backup is restored.',
    );
    return {
      journal: openJournal(options),
      recovery: { reason: error.message, setAsideIn: error.setAsideIn, restoredFrom: path, head },
    };
  }
}

/** Where nothing can be restored, a person needs to hear of both: what broke, and that there is no backup. */
function restoreOr(broken: JournalRefused, dataDir: string): ReturnType<typeof restoreLastBackup> {
  try {
    return restoreLastBackup(dataDir);
  } catch (error) {
    if (!(error instanceof JournalRefused)) throw error;
    throw new JournalRefused(
      broken.code,
      `${broken.message} ${error.message}`,
      error.advice,
      broken.setAsideIn,
    );
  }
}
