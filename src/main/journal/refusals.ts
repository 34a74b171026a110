/**
 * Why a data folder cannot be used.
 * `folder`: it cannot be read or written; `in-use`: another desk has it; `foreign`: the file is not a journal;
 * `newer`, `older`: written by another version; `different`: its migrations are not this program's;
 * `broken`: what it holds cannot be trusted, and its files were set aside; `set-aside`: that happened earlier and
 * nothing was restored yet; `unsafe`: the database would not promise to sync; `empty`: there is no journal in it.
 */
export type JournalRefusalCode =
  | 'folder'
  | 'in-use'
  | 'foreign'
  | 'newer'
  | 'older'
  | 'different'
  | 'broken'
  | 'set-aside'
  | 'unsafe'
  | 'empty';

/** The journal cannot be opened. The message says what is wrong, the advice what to do. */
export class JournalRefused extends Error {
  override readonly name = 'JournalRefused';
  readonly code: JournalRefusalCode;
  readonly advice: string;
  /** Where the files were put; null unless the code is `broken` or `set-aside`. */
  readonly setAsideIn: string | null;

  constructor(
    code: JournalRefusalCode,
    message: string,
    advice: string,
    setAsideIn: string | null = null,
  ) {
    super(message);
    this.code = code;
    this.advice = advice;
    this.setAsideIn = setAsideIn;
  }
}

/** Facts could not be recorded. None of them counts as recorded, and the journal takes no more: the desk halts. */
export class JournalWriteFailed extends Error {
  override readonly name = 'JournalWriteFailed';
  readonly advice: string;

  constructor(message: string, advice: string, cause?: unknown) {
    super(message, { cause });
    this.advice = advice;
  }
}

/** What is found wrong inside a journal that opens as a database. The message is the first difference. */
export class JournalBroken extends Error {
  override readonly name = 'JournalBroken';
}
