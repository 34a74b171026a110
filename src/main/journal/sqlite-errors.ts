import Database from 'better-sqlite3';

/** SQLite's result code of an error, for example `SQLITE_FULL`; null for an error that is not SQLite's. */
export function sqliteCode(error: unknown): string | null {
  return error instanceof Database.SqliteError ? error.code : null;
}

/** A short read is a file that ends before what it says is in it. */
const damage = ['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_FORMAT', 'SQLITE_IOERR_SHORT_READ'];

/** Whether SQLite says that the file itself is damaged or is no database at all. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== null && damage.some((name) => code.startsWith(name));
}

const causes: readonly { code: string; sentence: string; advice: string }[] = [
  {
    code: 'SQLITE_FULL',
    sentence: 'the disk is full',
    advice: 'Make room on the disk that holds the data folder, then start Deskcheck again.',
  },
  {
    code: 'SQLITE_IOERR',
    sentence: 'the disk reported an error',
    advice: 'Check the disk that holds the data folder, then start Deskcheck again.',
  },
  {
    code: 'SQLITE_READONLY',
    sentence: 'the data folder can no longer be written',
    advice: 'Make the data folder writable, then start Deskcheck again.',
  },
  {
    code: 'SQLITE_BUSY',
    sentence: 'another program holds the journal',
    advice: 'Close the program that has the journal open, then start Deskcheck again.',
  },
  {
    code: 'SQLITE_CORRUPT',
    sentence: 'the journal is damaged',
    advice: 'Start Deskcheck again: it checks the journal and restores the last verified backup.',
  },
];

/** What a failed write means, in words that end a sentence, and what to do about it. */
export function writeFailure(error: unknown): { sentence: string; advice: string } {
  const code = sqliteCode(error) ?? '';
  const known = causes.find((cause) => code.startsWith(cause.code));
  return (
    known ?? {
      sentence: error instanceof Error ? error.message : String(error),
      advice: 'Run `deskcheck verify` on the data folder, then start Deskcheck again.',
    }
  );
}
