import { migration0001 } from './0001-first-schema.ts';
import { migration0002 } from './0002-options.ts';
import { migration0003 } from './0003-looking-orders-up.ts';
import { migration0004 } from './0004-life-of-an-alert.ts';
import { migration0005 } from './0005-cause-of-a-trading-state.ts';
import { migration0006 } from './0006-quiet-alerts.ts';
import { migration0007 } from './0007-looking-alerts-up.ts';
import { migration0008 } from './0008-role-of-an-order.ts';
import { migration0009 } from './0009-window-of-a-fact.ts';
import { migration0010 } from './0010-proposals.ts';
import { migration0011 } from './0011-sectors.ts';
import { migration0012 } from './0012-receivers.ts';
import { migration0013 } from './0013-readiness.ts';
import { migration0014 } from './0014-load-runs.ts';
import { migration0015 } from './0015-certification.ts';
import { migration0016 } from './0016-maker-and-lives-of-an-alert.ts';
import type { Migration } from './migration.ts';

/** Every step of the schema, in order. SQL lives in TypeScript so that source, tests and bundle read it alike. */
export const everyMigration: readonly Migration[] = [
  migration0001,
  migration0002,
  migration0003,
  migration0004,
  migration0005,
  migration0006,
  migration0007,
  migration0008,
  migration0009,
  migration0010,
  migration0011,
  migration0012,
  migration0013,
  migration0014,
  migration0015,
  migration0016,
];
