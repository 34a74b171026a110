import type { Projection } from './projection.ts';

/** Stands for the whole desk: a conId is never 0. */
const wholeDesk = 0;

/** The trading state of the desk and of each instrument that ever had its own. */
export const tradingStates: Projection<'trading_states'> = {
  table: 'trading_states',
  key: ['instrument_id'],
  open(database) {
    const put = database.prepare<[number, string, string, string, string, string]>(
      `INSERT OR REPLACE INTO trading_states (instrument_id, state, reason, cause, "by", at)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    return {
      'trading-state.changed': ({ at, by, body }) => {
        put.run(body.instrumentId ?? wholeDesk, body.state, body.reason, body.cause, by, at);
      },
    };
  },
};
