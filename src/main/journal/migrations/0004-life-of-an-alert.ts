import type { Migration } from './migration.ts';

/** What was measured, who looks after an alert, by when it must be acknowledged, and what came of it. */
export const migration0004: Migration = {
  number: 4,
  name: 'life of an alert',
  sql: `
    ALTER TABLE alerts ADD COLUMN observed REAL;
    ALTER TABLE alerts ADD COLUMN threshold REAL;
    ALTER TABLE alerts ADD COLUMN unit TEXT;
    ALTER TABLE alerts ADD COLUMN limits_version INTEGER;
    ALTER TABLE alerts ADD COLUMN owner TEXT;
    ALTER TABLE alerts ADD COLUMN opened_at TEXT;
    ALTER TABLE alerts ADD COLUMN acknowledge_by TEXT;
    ALTER TABLE alerts ADD COLUMN escalated_at TEXT;
    ALTER TABLE alerts ADD COLUMN escalations INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE alerts ADD COLUMN reopenings INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE alerts ADD COLUMN own_order INTEGER NOT NULL DEFAULT 0;
  `,
};
