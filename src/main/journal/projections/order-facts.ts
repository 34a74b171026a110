import type { FactOf, Projection } from './projection.ts';

/** Which facts tell of which order, so that an order's story is read without searching the journal. */
export const orderFacts: Projection<'order_facts'> = {
  table: 'order_facts',
  key: ['order_ref', 'seq'],
  open(database) {
    const insert = database.prepare<[string, number]>(
      'INSERT INTO order_facts (order_ref, seq) VALUES (?, ?)',
    );
    const orderOfExecution = database
      .prepare<[string], string>('SELECT order_ref FROM executions WHERE exec_id = ?')
      .pluck();

    const tell = (orderRef: string | null | undefined, seq: number): void => {
      if (orderRef !== null && orderRef !== undefined) insert.run(orderRef, seq);
    };
    const ofOrder = (
      fact: FactOf<'order.intended' | 'order.denied' | 'order.changed' | 'order.external-seen'>,
    ): void => tell(fact.body.order.orderRef, fact.seq);
    const ofChange = (
      fact: FactOf<'order.modify-intended' | 'order.modify-denied' | 'order.cancel-intended'>,
    ): void => tell(fact.body.orderRef, fact.seq);

    return {
      'order.intended': ofOrder,
      'order.denied': ofOrder,
      'order.changed': ofOrder,
      'order.external-seen': ofOrder,
      'order.modify-intended': ofChange,
      'order.modify-denied': ofChange,
      'order.cancel-intended': ofChange,
      'execution.received': (fact) => tell(fact.body.execution.orderRef, fact.seq),
      'commission.received': (fact) => tell(orderOfExecution.get(fact.body.execId), fact.seq),
      'alert.changed': (fact) => tell(fact.body.alert.orderRef, fact.seq),
    };
  },
};
