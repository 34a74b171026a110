import { executionSchema, type Execution } from '#shared/domain/execution.ts';

import { recordWriter } from './columns.ts';
import type { Projection } from './projection.ts';

type ExecutionRow = Execution & {
  /** The execution it was said to correct; null for a new one. */
  corrects: string | null;
  /** The execution whose place it took: the last word before it on what it corrects. */
  replaces: string | null;
  correctedBy: string | null;
  seq: number;
  /** Where it stands among the fills of its position: a correction takes the place of what it replaces. */
  positionSeq: number;
  /** An execution inside the adopted position that is to be taken out of it again before this one counts. */
  takesOut: string | null;
};

type Line = Pick<ExecutionRow, 'execId' | 'correctedBy' | 'positionSeq' | 'takesOut'>;

const fields: readonly (keyof ExecutionRow)[] = [
  ...executionSchema.keyof().options,
  'corrects',
  'replaces',
  'correctedBy',
  'seq',
  'positionSeq',
  'takesOut',
];

function placeOf(
  seq: number,
  replaced: Line | undefined,
  adoptedSeq: number,
): Pick<ExecutionRow, 'positionSeq' | 'takesOut'> {
  if (replaced === undefined) return { positionSeq: seq, takesOut: null };
  const isInsideAdopted = replaced.positionSeq <= adoptedSeq;
  return isInsideAdopted
    ? { positionSeq: seq, takesOut: replaced.execId }
    : { positionSeq: replaced.positionSeq, takesOut: replaced.takesOut };
}

/** Every execution, corrected ones too, each with its commission. The first report of an execution counts. */
export const executions: Projection<'executions'> = {
  table: 'executions',
  key: ['exec_id'],
  open(database) {
    const put = recordWriter<ExecutionRow>(database, 'executions', fields);
    const find = database.prepare<[string], Line>(
      `SELECT exec_id AS execId, corrected_by AS correctedBy, position_seq AS positionSeq,
              takes_out AS takesOut
       FROM executions WHERE exec_id = ?`,
    );
    const markCorrected = database.prepare<[string, string]>(
      'UPDATE executions SET corrected_by = ? WHERE exec_id = ?',
    );
    const adoptedSeq = database
      .prepare<[string, number], number>(
        'SELECT seq FROM adopted_positions WHERE account_id = ? AND instrument_id = ?',
      )
      .pluck();
    const setCommission = database.prepare<[number, string, number | null, string]>(
      `UPDATE executions
       SET commission_micros = ?, commission_currency = ?, broker_realized_pnl_micros = ?
       WHERE exec_id = ?`,
    );

    /** The end of a line of corrections; undefined when the first of it was never reported. */
    const lastOfLine = (execId: string | null): Line | undefined => {
      let row = execId === null ? undefined : find.get(execId);
      while (row !== undefined && row.correctedBy !== null) row = find.get(row.correctedBy);
      return row;
    };

    return {
      'execution.received': ({ seq, body: { execution, corrects } }) => {
        if (find.get(execution.execId) !== undefined) return;
        const replaced = lastOfLine(corrects);
        const adopted = adoptedSeq.get(execution.accountId, execution.instrumentId) ?? 0;
        put({
          ...execution,
          ...placeOf(seq, replaced, adopted),
          corrects,
          replaces: replaced?.execId ?? null,
          correctedBy: null,
          seq,
        });
        if (replaced !== undefined) markCorrected.run(execution.execId, replaced.execId);
      },
      'commission.received': ({ body }) => {
        setCommission.run(
          body.commissionMicros,
          body.currency,
          body.brokerRealizedPnlMicros,
          body.execId,
        );
      },
    };
  },
};
