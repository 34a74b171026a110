import type { Projection } from './projection.ts';

/** The latest commission report of each execution: it may come before the execution itself. */
export const commissions: Projection<'commissions'> = {
  table: 'commissions',
  key: ['exec_id'],
  open(database) {
    const put = database.prepare<[string, number, string, number | null]>(
      `INSERT OR REPLACE INTO commissions
         (exec_id, commission_micros, currency, broker_realized_pnl_micros)
       VALUES (?, ?, ?, ?)`,
    );
    return {
      'commission.received': ({ body }) => {
        put.run(body.execId, body.commissionMicros, body.currency, body.brokerRealizedPnlMicros);
      },
    };
  },
};
