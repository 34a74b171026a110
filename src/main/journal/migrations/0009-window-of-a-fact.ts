import type { Migration } from './migration.ts';

/** From which window a person did what a fact says. */
export const migration0009: Migration = {
  number: 9,
  name: 'window of a fact',
  sql: `
    ALTER TABLE facts ADD COLUMN "window" TEXT;
  `,
};
