import type { Migration } from './migration.ts';

/** A desk that does not hold every resolved alert in memory pages through them, the latest first. */
export const migration0007: Migration = {
  number: 7,
  name: 'looking alerts up',
  sql: `
    CREATE INDEX alerts_resolved ON alerts (resolved_at, alert_id);
  `,
};
