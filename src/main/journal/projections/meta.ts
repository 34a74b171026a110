import type { Projection } from './projection.ts';

/** What the desk last said of itself: single values, each with the fact it comes from. */
export const meta: Projection<'meta'> = {
  table: 'meta',
  key: ['key'],
  open(database) {
    const statement = database.prepare<[string, string, number]>(
      'INSERT OR REPLACE INTO meta (key, value, seq) VALUES (?, ?, ?)',
    );
    const put = (key: string, value: string, seq: number): void => {
      statement.run(key, value, seq);
    };
    return {
      'desk.started': ({ seq, at, body }) => {
        put('desk-version', body.version, seq);
        put('gateway-kind', body.gatewayKind, seq);
        put('limits-version', String(body.limitsVersion), seq);
        put('started-at', at, seq);
      },
      'desk.stopped': ({ seq, at }) => put('stopped-at', at, seq),
      'account.identified': ({ seq, body }) => put('account-id', body.accountId, seq),
      'reconciliation.completed': ({ seq, at }) => put('reconciled-at', at, seq),
      'day.opened': ({ seq, body }) => {
        put('exchange-date', body.exchangeDate, seq);
        put('day-opening-micros', String(body.totalMicros), seq);
      },
      'pnl.marked': ({ seq, body }) => {
        put('day-peak-micros', String(body.dayPeakMicros), seq);
        put('all-time-peak-micros', String(body.allTimePeakMicros), seq);
      },
      'limits.changed': ({ seq, body }) => put('limits-version', String(body.limits.version), seq),
      'kill.engaged': ({ seq, at }) => put('kill-engaged-at', at, seq),
    };
  },
};
