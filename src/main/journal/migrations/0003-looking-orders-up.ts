import type { Migration } from './migration.ts';

/** A desk that does not hold every order in memory looks old ones up by what the broker calls them. */
export const migration0003: Migration = {
  number: 3,
  name: 'looking orders up',
  sql: `
    CREATE INDEX orders_perm_id ON orders (perm_id);
    CREATE INDEX executions_order ON executions (order_ref, position_seq);
  `,
};
