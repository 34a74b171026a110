import type Database from 'better-sqlite3';

import type { Fact, FactKind } from '#shared/domain/fact.ts';

export type FactOf<K extends FactKind> = Extract<Fact, { kind: K }>;

/** What a derived table does with each kind of fact that concerns it. */
export type FactHandlers = { [K in FactKind]?: (fact: FactOf<K>) => void };

/** One derived table: what it is called, what identifies a row, and how facts change it. */
export interface Projection<Table extends string = string> {
  table: Table;
  /** The columns of the primary key, in order. */
  key: readonly string[];
  /** Prepares the statements on a database that has the schema. The handlers are called fact by fact, in order. */
  open(database: Database.Database): FactHandlers;
}
