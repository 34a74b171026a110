import type { Migration } from './migration.ts';

/** Which part of a bracket an order is, or that the kill switch closes a position with it. */
export const migration0008: Migration = {
  number: 8,
  name: 'role of an order',
  sql: `
    ALTER TABLE orders ADD COLUMN role TEXT;
    ALTER TABLE orders ADD COLUMN entry_ref TEXT;
  `,
};
