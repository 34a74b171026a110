import type Database from 'better-sqlite3'; // breaks

export interface Held {
  readonly database: Database;
}
