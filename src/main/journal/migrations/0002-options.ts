import type { Migration } from './migration.ts';

/** What tells one option from another. */
export const migration0002: Migration = {
  number: 2,
  name: 'options',
  sql: `
    ALTER TABLE instruments ADD COLUMN strike REAL;
    ALTER TABLE instruments ADD COLUMN "right" TEXT;
  `,
};
