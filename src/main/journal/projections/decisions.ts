import type { Verdict } from '#shared/domain/control.ts';

import type { Projection } from './projection.ts';

/** What was decided: whether an order may be placed, or one that works may be modified. */
export type Decides = 'place' | 'modify';

/** Every decision of the controls, with all their verdicts as JSON text. One row per decision, by its fact. */
export const decisions: Projection<'decisions'> = {
  table: 'decisions',
  key: ['seq'],
  open(database) {
    const insert = database.prepare<[number, string, Decides, number, number, string]>(
      `INSERT INTO decisions (seq, order_ref, decides, allowed, limits_version, verdicts)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    const record = (
      seq: number,
      orderRef: string,
      decides: Decides,
      decision: { verdicts: readonly Verdict[]; limitsVersion: number },
      denied: boolean,
    ): void => {
      insert.run(
        seq,
        orderRef,
        decides,
        denied ? 0 : 1,
        decision.limitsVersion,
        JSON.stringify(decision.verdicts),
      );
    };
    return {
      'order.intended': (fact) =>
        record(fact.seq, fact.body.order.orderRef, 'place', fact.body, false),
      'order.denied': (fact) =>
        record(fact.seq, fact.body.order.orderRef, 'place', fact.body, true),
      'order.modify-intended': (fact) =>
        record(fact.seq, fact.body.orderRef, 'modify', fact.body, false),
      'order.modify-denied': (fact) =>
        record(fact.seq, fact.body.orderRef, 'modify', fact.body, true),
    };
  },
};
