import type { Migration } from './migration.ts';

/** Silences, and which alert stands for another. */
export const migration0006: Migration = {
  number: 6,
  name: 'quiet alerts',
  sql: `
    ALTER TABLE alerts ADD COLUMN cleared_at TEXT;
    ALTER TABLE alerts ADD COLUMN inhibited_by TEXT;

    CREATE TABLE silences (
      silence_id TEXT NOT NULL PRIMARY KEY,
      rule TEXT,
      instrument_id INTEGER,
      fingerprint TEXT,
      reason TEXT NOT NULL,
      made_by TEXT NOT NULL,
      made_at TEXT NOT NULL,
      ends_at TEXT NOT NULL,
      ended_by TEXT,
      ended_at TEXT,
      end_reason TEXT
    ) STRICT, WITHOUT ROWID;
  `,
};
