/** One forward-only step of the schema. Its text never changes once it was released: add another one instead. */
export interface Migration {
  /** Counts from 1 without gaps. */
  number: number;
  name: string;
  /** Any number of statements; runs inside the transaction of the whole migration. */
  sql: string;
}
