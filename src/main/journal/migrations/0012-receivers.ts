import type { Migration } from './migration.ts';

/** Where alerts are delivered to besides the screens. */
export const migration0012: Migration = {
  number: 12,
  name: 'receivers of alerts',
  sql: `
    CREATE TABLE receivers (
      receiver_id TEXT NOT NULL PRIMARY KEY,
      kind TEXT NOT NULL,
      url TEXT NOT NULL,
      desk_name TEXT NOT NULL,
      least_severity TEXT NOT NULL,
      has_token INTEGER NOT NULL,
      through_seq INTEGER NOT NULL,
      delivered_at TEXT
    ) STRICT, WITHOUT ROWID;
  `,
};
