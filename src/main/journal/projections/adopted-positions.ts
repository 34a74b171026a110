import { positionSchema, type Position } from '#shared/domain/position.ts';

import { recordWriter } from './columns.ts';
import type { Projection } from './projection.ts';

type AdoptedRow = Position & { seq: number; reason: string };

const fields: readonly (keyof AdoptedRow)[] = [...positionSchema.keyof().options, 'seq', 'reason'];

/** The last position of the broker that was taken over, per account and instrument: fills count from there on. */
export const adoptedPositions: Projection<'adopted_positions'> = {
  table: 'adopted_positions',
  key: ['account_id', 'instrument_id'],
  open(database) {
    const put = recordWriter<AdoptedRow>(database, 'adopted_positions', fields);
    return {
      'position.adopted': ({ seq, body }) => put({ ...body.position, seq, reason: body.reason }),
    };
  },
};
