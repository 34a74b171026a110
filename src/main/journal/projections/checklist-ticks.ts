import type { Projection } from './projection.ts';

/** The items of the go-live checklist that are ticked, by whom and with what. */
export const checklistTicks: Projection<'checklist_ticks'> = {
  table: 'checklist_ticks',
  key: ['item_id'],
  open(database) {
    const tick = database.prepare<[string, string, string, string]>(
      'INSERT OR REPLACE INTO checklist_ticks (item_id, ticked_by, ticked_at, tick) VALUES (?, ?, ?, ?)',
    );
    const untick = database.prepare<[string]>('DELETE FROM checklist_ticks WHERE item_id = ?');
    return {
      'checklist.ticked': ({ by, at, body }) => {
        tick.run(body.itemId, by, at, JSON.stringify(body));
      },
      'checklist.unticked': ({ body }) => untick.run(body.itemId),
    };
  },
};
