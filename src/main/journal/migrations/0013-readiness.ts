import type { Migration } from './migration.ts';

/** Attempts to pass the readiness checks, and every run of every check in them. */
export const migration0013: Migration = {
  number: 13,
  name: 'readiness',
  sql: `
    CREATE TABLE attempts (
      attempt_id TEXT NOT NULL PRIMARY KEY,
      -- JSON: numbers of the phases.
      phases TEXT NOT NULL,
      seed INTEGER NOT NULL,
      begun_by TEXT NOT NULL,
      began_at TEXT NOT NULL,
      -- JSON: configuration and environment, as the fact has them.
      setting TEXT NOT NULL,
      state TEXT NOT NULL,
      ended_at TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE check_runs (
      -- Of the fact that records it.
      seq INTEGER NOT NULL PRIMARY KEY,
      attempt_id TEXT NOT NULL,
      check_id TEXT NOT NULL,
      phase INTEGER NOT NULL,
      result TEXT NOT NULL,
      sentence TEXT NOT NULL,
      began_at TEXT NOT NULL,
      duration_ms REAL NOT NULL,
      -- JSON: the whole run, as its fact has it.
      run TEXT NOT NULL
    ) STRICT;

    CREATE INDEX check_runs_by_attempt ON check_runs (attempt_id, seq);
  `,
};
