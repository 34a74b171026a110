import { describe, expect, it } from 'vitest';

import type { NewFact } from '#shared/domain/fact.ts';

import { decideResetRepeatedExecution, RepeatedExecutions } from './repeated-executions.ts';

const spy = 756733;

function traded(
  instrumentId: number,
  change: { orderRef?: string; corrects?: string } = {},
): NewFact {
  return {
    kind: 'execution.received',
    by: 'desk',
    body: {
      execution: {
        execId: '0000e0d5.5e664f3b.01.01',
        orderRef: change.orderRef ?? 'order-1',
        permId: 1,
        accountId: 'DU1000001',
        instrumentId,
        displaySymbol: 'SPY',
        side: 'BUY',
        quantity: 10,
        price: 100,
        executedAt: '2020-03-09T14:00:00.000Z',
        commissionMicros: null,
        commissionCurrency: null,
        brokerRealizedPnlMicros: null,
      },
      corrects: change.corrects ?? null,
    },
  };
}

describe('executions that nobody attended to', () => {
  it('are counted by instrument until a person attends to that one', () => {
    const counted = new RepeatedExecutions();
    for (const fact of [traded(spy), traded(spy), traded(1)]) counted.apply(fact);
    expect([counted.of(spy), counted.of(1), counted.of(2)]).toEqual([2, 1, 0]);
    for (const fact of decideResetRepeatedExecution(spy, 2, 'Looked.', 'rosa')) counted.apply(fact);
    expect([counted.of(spy), counted.of(1)]).toEqual([0, 1]);
  });

  it('are neither corrections nor those of another client', () => {
    const counted = new RepeatedExecutions();
    counted.apply(traded(spy, { corrects: '0000e0d5.5e664f3b.01.00' }));
    counted.apply(traded(spy, { orderRef: 'external:17' }));
    expect(counted.of(spy)).toBe(0);
  });

  it('are attended to by name and with a reason', () => {
    expect(decideResetRepeatedExecution(spy, 200, 'A busy day.', 'rosa')).toEqual([
      {
        kind: 'repeated-execution.reset',
        by: 'rosa',
        body: { instrumentId: spy, executions: 200, reason: 'A busy day.' },
      },
    ]);
  });

  it('cannot be attended to where there are none', () => {
    expect(() => decideResetRepeatedExecution(spy, 0, 'Just so.', 'rosa')).toThrow(
      'The instrument has not traded since a person last attended to it.',
    );
  });
});
