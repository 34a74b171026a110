import type { Projection } from './projection.ts';

/** What was decided: whether an order may be placed, or one that works may be modified. */
type Decides = 'place' | 'modify';

/** Every decision of the controls, by its fact: the fact itself holds the verdicts and the limits' version. */
export const decisions: Projection<'decisions'> = {
  table: 'decisions',
  key: ['seq'],
  open(database) {
    const insert = database.prepare<[number, string, Decides, number]>(
      'INSERT INTO decisions (seq, order_ref, decides, allowed) VALUES (?, ?, ?, ?)',
    );
    const record = (seq: number, orderRef: string, decides: Decides, allowed: boolean): void => {
      insert.run(seq, orderRef, decides, allowed ? 1 : 0);
    };
    return {
      'order.intended': ({ seq, body }) => record(seq, body.order.orderRef, 'place', true),
      'order.denied': ({ seq, body }) => record(seq, body.order.orderRef, 'place', false),
      'order.modify-intended': ({ seq, body }) => record(seq, body.orderRef, 'modify', true),
      'order.modify-denied': ({ seq, body }) => record(seq, body.orderRef, 'modify', false),
    };
  },
};
