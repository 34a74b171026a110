import { alertSchema } from '#shared/domain/alert.ts';

import { recordWriter } from './columns.ts';
import type { Projection } from './projection.ts';

/** Every alert as it stands. */
export const alerts: Projection<'alerts'> = {
  table: 'alerts',
  key: ['alert_id'],
  open(database) {
    const put = recordWriter(database, 'alerts', alertSchema.keyof().options);
    return { 'alert.changed': (fact) => put(fact.body.alert) };
  },
};
