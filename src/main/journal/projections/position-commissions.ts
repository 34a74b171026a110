import { addMicros } from '#shared/domain/money.ts';

import type { Projection } from './projection.ts';

interface CommissionRow {
  accountId: string;
  instrumentId: number;
  commissionMicros: number | null;
  commissionCurrency: string | null;
  replaces: string | null;
  correctedBy: string | null;
  seq: number;
}

/** The commissions of each position by currency: a commission need not be in the instrument's. */
export const positionCommissions: Projection<'position_commissions'> = {
  table: 'position_commissions',
  key: ['account_id', 'instrument_id', 'currency'],
  open(database) {
    const executionOf = database.prepare<[string], CommissionRow>(
      `SELECT account_id AS accountId, instrument_id AS instrumentId,
              commission_micros AS commissionMicros, commission_currency AS commissionCurrency,
              replaces, corrected_by AS correctedBy, seq
       FROM executions WHERE exec_id = ?`,
    );
    const sumOf = database
      .prepare<[string, number, string], number>(
        `SELECT commissions_micros FROM position_commissions
         WHERE account_id = ? AND instrument_id = ? AND currency = ?`,
      )
      .pluck();
    const set = database.prepare<[string, number, string, number]>(
      `INSERT OR REPLACE INTO position_commissions
         (account_id, instrument_id, currency, commissions_micros)
       VALUES (?, ?, ?, ?)`,
    );

    const add = (
      { accountId, instrumentId }: CommissionRow,
      currency: string | null,
      micros: number | null,
    ): void => {
      if (currency === null || micros === null) return;
      const sum = sumOf.get(accountId, instrumentId, currency) ?? 0;
      set.run(accountId, instrumentId, currency, addMicros(sum, micros));
    };
    const takeBack = (row: CommissionRow): void => {
      add(
        row,
        row.commissionCurrency,
        row.commissionMicros === null ? null : -row.commissionMicros,
      );
    };

    return {
      'execution.received': ({ seq, body }) => {
        const row = executionOf.get(body.execution.execId);
        // A repeated report changed nothing.
        if (row === undefined || row.seq !== seq) return;
        const replaced = row.replaces === null ? undefined : executionOf.get(row.replaces);
        if (replaced !== undefined) takeBack(replaced);
        add(row, row.commissionCurrency, row.commissionMicros);
      },
      'commission.received': ({ body }) => {
        const row = executionOf.get(body.execId);
        if (row === undefined || row.correctedBy !== null) return;
        takeBack(row);
        add(row, body.currency, body.commissionMicros);
      },
      'position.adopted': ({ body: { position } }) => {
        const { accountId, instrumentId, currency, commissionsMicros } = position;
        set.run(accountId, instrumentId, currency, commissionsMicros);
      },
    };
  },
};
