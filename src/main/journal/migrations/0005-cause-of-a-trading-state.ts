import type { Migration } from './migration.ts';

/** What brought a trading state about. A state from before it was recorded is read as a person's. */
export const migration0005: Migration = {
  number: 5,
  name: 'cause of a trading state',
  sql: `ALTER TABLE trading_states ADD COLUMN cause TEXT NOT NULL DEFAULT 'person';`,
};
