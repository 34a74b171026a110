import type Database from 'better-sqlite3';

export interface Held {
  readonly database: Database;
}
