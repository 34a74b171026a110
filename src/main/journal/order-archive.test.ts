import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { exampleExecution, exampleOrder, oneOfEach } from './facts.fixture.ts';
import { appendNext, emptyFolder, listeningLog } from './folder.fixture.ts';
import { openJournal, type Journal } from './journal.ts';

let journal: Journal;
beforeEach(() => {
  const clock = new VirtualClock();
  journal = openJournal({ dataDir: emptyFolder(), clock, log: listeningLog() });
});
afterEach(() => journal.close());

describe('orders looked up in the journal', () => {
  it('are as the last fact left them, found by the desk\u2019s and by the broker\u2019s name', () => {
    const order = exampleOrder({
      orderRef: 'mine',
      permId: 1_100_000_042,
      status: 'WORKING',
      outsideRth: true,
      pendingChange: { quantity: 5, limitPrice: null, stopPrice: null },
      role: 'stop-loss',
      entryRef: 'entry',
    });
    appendNext(journal, [
      { kind: 'order.intended', by: 'ana', body: { order, verdicts: [], limitsVersion: 1 } },
      { kind: 'order.changed', by: 'desk', body: { order, cause: 'open-order' } },
    ]);
    expect(journal.orders.order('mine')).toEqual(order);
    expect(journal.orders.orderRefOfPermId(1_100_000_042)).toBe('mine');
    expect(journal.orders.lastFactOf('mine')).toBe(2);
  });

  it('have their fills by the latest word on each', () => {
    appendNext(journal, oneOfEach());
    const first = exampleExecution();
    const corrected = journal.orders.executionsOf(first.orderRef);
    expect(corrected).toMatchObject([{ execId: '0000e0d5.5e664f3b.01.02', price: 274.8 }]);
    expect(journal.orders.orderRefOfExecution(first.execId)).toBe(first.orderRef);
    expect(journal.orders.execIdsFrom('0000e0d5.5e664f3b.01')).toEqual(['0000e0d5.5e664f3b.01.02']);
    expect(journal.orders.execIdsFrom('0000e0d5.5e664f3b.0')).toEqual([]);
  });

  it('that nobody knows are none', () => {
    expect(journal.orders.order('none')).toBeNull();
    expect(journal.orders.orderRefOfPermId(1)).toBeNull();
    expect(journal.orders.executionsOf('none')).toEqual([]);
    expect(journal.orders.orderRefOfExecution('none')).toBeNull();
    expect(journal.orders.execIdsFrom('none')).toEqual([]);
    expect(journal.orders.lastFactOf('none')).toBe(0);
  });
});
