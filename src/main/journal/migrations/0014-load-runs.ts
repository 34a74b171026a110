import type { Migration } from './migration.ts';

/** Every load run, what it measured, and which of a scenario the others are compared with. */
export const migration0014: Migration = {
  number: 14,
  name: 'load-runs',
  sql: `
    CREATE TABLE load_runs (
      run_id TEXT NOT NULL PRIMARY KEY,
      scenario_id TEXT NOT NULL,
      seed INTEGER NOT NULL,
      begun_by TEXT NOT NULL,
      began_at TEXT NOT NULL,
      -- JSON: scenario, version, commit and environment, as the fact has them.
      setting TEXT NOT NULL,
      state TEXT NOT NULL,
      reason TEXT NOT NULL,
      ended_at TEXT,
      -- JSON; null where nothing was measured.
      summary TEXT,
      -- JSON: the files of its folder with their SHA-256.
      evidence TEXT NOT NULL,
      is_baseline INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX load_runs_by_scenario ON load_runs (scenario_id);
  `,
};
