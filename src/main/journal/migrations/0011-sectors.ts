import type { Migration } from './migration.ts';

/** The broker's industry of an instrument. */
export const migration0011: Migration = {
  number: 11,
  name: 'sectors',
  sql: 'ALTER TABLE instruments ADD COLUMN sector TEXT;',
};
