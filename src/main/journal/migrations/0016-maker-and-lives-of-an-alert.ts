import type { Migration } from './migration.ts';

/** Who placed the order that an alert is about, and how long people took to acknowledge it, each time that it opened. */
export const migration0016: Migration = {
  number: 16,
  name: 'maker and lives of an alert',
  sql: `
    ALTER TABLE alerts ADD COLUMN placed_by TEXT;
    ALTER TABLE alerts ADD COLUMN acknowledgements INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE alerts ADD COLUMN acknowledged_in_ms INTEGER NOT NULL DEFAULT 0;
  `,
};
