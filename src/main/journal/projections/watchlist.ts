import type { Projection } from './projection.ts';

/** The instruments being watched, in the order in which they were added. */
export const watchlist: Projection<'watchlist'> = {
  table: 'watchlist',
  key: ['instrument_id'],
  open(database) {
    const add = database.prepare<[number, number]>(
      'INSERT OR IGNORE INTO watchlist (instrument_id, seq) VALUES (?, ?)',
    );
    const remove = database.prepare<[number]>('DELETE FROM watchlist WHERE instrument_id = ?');
    return {
      'watchlist.added': (fact) => {
        add.run(fact.body.instrumentId, fact.seq);
      },
      'watchlist.removed': (fact) => {
        remove.run(fact.body.instrumentId);
      },
    };
  },
};
