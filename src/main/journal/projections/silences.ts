import { silenceSchema } from '#shared/domain/silence.ts';

import { recordWriter } from './columns.ts';
import type { Projection } from './projection.ts';

/** Every silence there ever was, and by whom it was ended where it did not run out. */
export const silences: Projection<'silences'> = {
  table: 'silences',
  key: ['silence_id'],
  open(database) {
    const put = recordWriter(database, 'silences', silenceSchema.keyof().options);
    const end = database.prepare<[string, string, string, string]>(
      'UPDATE silences SET ended_by = ?, ended_at = ?, end_reason = ? WHERE silence_id = ?',
    );
    return {
      'silence.made': ({ body }) => put(body.silence),
      'silence.ended': ({ at, by, body }) => {
        end.run(by, at, body.reason, body.silenceId);
      },
    };
  },
};
