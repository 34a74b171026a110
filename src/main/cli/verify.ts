import { journalFolders } from '../journal/journal-folders.ts';
import { JournalRefused } from '../journal/refusals.ts';
import { verifyDataFolder } from '../journal/verification.ts';
import { say, type ExitCode, type Output } from './output.ts';

/**
 * Proves every journal of a data folder: chain, kept head and derived tables, beside a running desk too.
 * 0: all agree; 1: something differs, and the first difference is printed; 2: there is nothing to verify.
 */
export function verify(dataDir: string, { out, err }: Output): ExitCode {
  try {
    let code: ExitCode = 0;
    for (const folder of journalFolders(dataDir)) {
      const { ok, facts, difference } = verifyDataFolder(folder);
      if (ok) {
        say(out, `${folder}: ${facts} facts. The chain, its head and every derived table agree.`);
      } else {
        say(out, `${folder}: ${difference ?? 'The journal does not agree with itself.'}`);
        code = 1;
      }
    }
    return code;
  } catch (error) {
    if (!(error instanceof JournalRefused)) throw error;
    say(err, `${error.message} ${error.advice}`);
    return 2;
  }
}
