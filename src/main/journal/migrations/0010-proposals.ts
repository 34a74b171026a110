import type { Migration } from './migration.ts';

/** What one person proposes and another decides: new limits, or trading again after a kill or a loss. */
export const migration0010: Migration = {
  number: 10,
  name: 'proposals',
  sql: `
    CREATE TABLE proposals (
      proposal_id TEXT NOT NULL PRIMARY KEY,
      kind TEXT NOT NULL,
      -- JSON: the whole change, as its fact has it.
      change TEXT NOT NULL,
      reason TEXT NOT NULL,
      made_by TEXT NOT NULL,
      made_at TEXT NOT NULL,
      state TEXT NOT NULL,
      decided_by TEXT,
      decided_at TEXT,
      decision_reason TEXT
    ) STRICT, WITHOUT ROWID;
  `,
};
