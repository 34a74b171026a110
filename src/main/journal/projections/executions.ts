import { executionSchema, type Execution } from '#shared/domain/execution.ts';

import { recordWriter } from './columns.ts';
import type { Projection } from './projection.ts';

interface CommissionRow {
  commissionMicros: number;
  commissionCurrency: string;
  brokerRealizedPnlMicros: number | null;
}

type ExecutionRow = Execution & {
  corrects: string | null;
  correctedBy: string | null;
  seq: number;
  /** Where it stands among the fills of its position: a correction takes the place of what it corrects. */
  positionSeq: number;
};

const fields: readonly (keyof ExecutionRow)[] = [
  ...executionSchema.keyof().options,
  'corrects',
  'correctedBy',
  'seq',
  'positionSeq',
];

/** Every execution, corrected ones too, each with its commission. The first report of an execution counts. */
export const executions: Projection<'executions'> = {
  table: 'executions',
  key: ['exec_id'],
  open(database) {
    const put = recordWriter<ExecutionRow>(database, 'executions', fields);
    const find = database.prepare<[string], { correctedBy: string | null; positionSeq: number }>(
      `SELECT corrected_by AS correctedBy, position_seq AS positionSeq
       FROM executions WHERE exec_id = ?`,
    );
    const markCorrected = database.prepare<[string, string]>(
      'UPDATE executions SET corrected_by = ? WHERE exec_id = ?',
    );
    const commissionOf = database.prepare<[string], CommissionRow>(
      `SELECT commission_micros AS commissionMicros, currency AS commissionCurrency,
              broker_realized_pnl_micros AS brokerRealizedPnlMicros
       FROM commissions WHERE exec_id = ?`,
    );
    const setCommission = database.prepare<[number, string, number | null, string]>(
      `UPDATE executions
       SET commission_micros = ?, commission_currency = ?, broker_realized_pnl_micros = ?
       WHERE exec_id = ?`,
    );

    /** The execution at the end of a line of corrections; undefined when the first of it was never reported. */
    const lastOfLine = (execId: string): { execId: string; positionSeq: number } | undefined => {
      let last = execId;
      let row = find.get(last);
      while (row !== undefined && row.correctedBy !== null) {
        last = row.correctedBy;
        row = find.get(last);
      }
      return row === undefined ? undefined : { execId: last, positionSeq: row.positionSeq };
    };

    return {
      'execution.received': ({ seq, body: { execution, corrects } }) => {
        if (find.get(execution.execId) !== undefined) return;
        const replaced = corrects === null ? undefined : lastOfLine(corrects);
        const commission =
          execution.commissionMicros === null ? commissionOf.get(execution.execId) : undefined;
        put({
          ...execution,
          ...commission,
          corrects,
          correctedBy: null,
          seq,
          positionSeq: replaced?.positionSeq ?? seq,
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
