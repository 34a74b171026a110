import { instrumentSchema } from '#shared/domain/instrument.ts';

import { recordWriter } from './columns.ts';
import type { Projection } from './projection.ts';

/** Every instrument the desk has met, as last described by the broker. */
export const instruments: Projection<'instruments'> = {
  table: 'instruments',
  key: ['instrument_id'],
  open(database) {
    const put = recordWriter(database, 'instruments', instrumentSchema.keyof().options);
    return { 'instrument.resolved': (fact) => put(fact.body.instrument) };
  },
};
