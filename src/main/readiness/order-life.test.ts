import { describe, expect, it } from 'vitest';

import type { Verdict } from '#shared/domain/control.ts';
import type { Execution } from '#shared/domain/execution.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import type { Order, OrderStatus } from '#shared/domain/order.ts';

import { bracketProblems, type BracketLived } from './checks/brackets.ts';
import { partialProblems, rejectionProblems, stopProblems } from './checks/broker-events.ts';
import { modifyProblems } from './checks/order-modified.ts';
import { orderOf } from './order.fixture.ts';
import { isWhole, lifeProblems, orderLives, type OrderLife } from './order-life.ts';

const at = '2026-01-05T10:00:00.000Z';

const order = orderOf();

const execution: Execution = {
  execId: 'e.1.01',
  orderRef: 'a',
  permId: 9,
  accountId: 'DU1000001',
  instrumentId: 756733,
  displaySymbol: 'SPY',
  side: 'BUY',
  quantity: 2,
  price: 99,
  executedAt: at,
  commissionMicros: null,
  commissionCurrency: null,
  brokerRealizedPnlMicros: null,
};

function intendedWith(verdicts: readonly Verdict[]): NewFact {
  return {
    kind: 'order.intended',
    by: 'readiness',
    body: { order, verdicts: [...verdicts], limitsVersion: 1 },
  };
}

const intended = intendedWith([
  {
    controlId: 'trading-state',
    title: 'Trading state',
    outcome: 'pass',
    message: null,
    observed: null,
    limit: null,
    unit: null,
    scope: null,
    hard: true,
    overrideReason: null,
  },
]);

function changed(status: OrderStatus, change: Partial<Order> = {}): NewFact {
  return {
    kind: 'order.changed',
    by: 'desk',
    body: { order: { ...order, ...change, status }, cause: 'status' },
  };
}

const cancelIntended: NewFact = {
  kind: 'order.cancel-intended',
  by: 'readiness',
  body: { orderRef: 'a' },
};
function receivedOf(quantity: number): NewFact {
  return {
    kind: 'execution.received',
    by: 'desk',
    body: { execution: { ...execution, quantity }, corrects: null },
  };
}

const received = receivedOf(2);
const paid: NewFact = {
  kind: 'commission.received',
  by: 'desk',
  body: {
    execId: 'e.1.01',
    commissionMicros: 1_000_000,
    currency: 'USD',
    brokerRealizedPnlMicros: null,
  },
};

function lived(...facts: NewFact[]): OrderLife {
  const life = orderLives(facts.map((fact, index) => ({ ...fact, seq: index + 1, at }))).get('a');
  if (life === undefined) throw new Error('No life.');
  return life;
}

const filled = [
  intended,
  changed('WORKING'),
  received,
  changed('FILLED', { filledQuantity: 2 }),
  paid,
];
const cancelled = [intended, changed('WORKING'), cancelIntended, changed('CANCELLED')];

describe('a life', () => {
  it.each<[string, NewFact[], OrderStatus, RegExp]>([
    ['that fills', filled, 'FILLED', /^$/],
    ['that is cancelled', cancelled, 'CANCELLED', /^$/],
    ['that ends otherwise', cancelled, 'FILLED', /ended CANCELLED and not FILLED/],
    [
      'that comes back from its end',
      [...cancelled, changed('WORKING')],
      'WORKING',
      /from CANCELLED to WORKING/,
    ],
    ['whose commission is missing', filled.slice(0, -1), 'FILLED', /commission of 1 executions/],
    [
      'whose fill is missing',
      filled.filter((fact) => fact !== received),
      'FILLED',
      /executions add up to 0/,
    ],
    [
      'that is filled of less than asked',
      [intended, changed('FILLED', { quantity: 3, filledQuantity: 2 }), received, paid],
      'FILLED',
      /FILLED with 2 of 3/,
    ],
    [
      'that nobody judged',
      [intendedWith([]), changed('CANCELLED')],
      'CANCELLED',
      /No control judged it/,
    ],
    [
      'without the broker’s id',
      [intended, changed('CANCELLED', { permId: null })],
      'CANCELLED',
      /gave it no id/,
    ],
  ])('%s', (_, facts, ends, says) => {
    expect(lifeProblems(lived(...facts), { ends }).join(' ')).toMatch(says);
  });

  it('goes through what it must, in order', () => {
    const through = ['WORKING', 'CANCELLING'] as const;
    expect(lifeProblems(lived(...cancelled), { ends: 'CANCELLED', through })).toEqual([]);
    expect(
      lifeProblems(lived(intended, changed('CANCELLED')), { ends: 'CANCELLED', through }),
    ).toHaveLength(2);
    expect(lifeProblems(undefined, { ends: 'FILLED' })).toEqual(['It is not on record.']);
  });

  it('is whole once its fills and their commissions are on record; a correction replaces', () => {
    expect(isWhole(lived(...filled))).toBe(true);
    expect(isWhole(lived(...filled.slice(0, -1)))).toBe(false);
    const corrected: NewFact = {
      kind: 'execution.received',
      by: 'desk',
      body: { execution: { ...execution, execId: 'e.1.02' }, corrects: 'e.1.01' },
    };
    expect(lived(...filled, corrected).executions.map(({ execId }) => execId)).toEqual(['e.1.02']);
  });
});

describe('what the broker does with an order', () => {
  const life = lived(...filled);
  const as = (change: Partial<Order>): OrderLife => ({ ...life, order: { ...order, ...change } });
  const done = { status: 'FILLED', filledQuantity: 2 } as const;

  it('is a modify where its word and its fill are of the new figures', () => {
    const asked = [{ quantity: 2, limitPrice: 100 }];
    expect(modifyProblems({ life, asked })).toEqual([]);
    expect(modifyProblems({ life, asked: [{ quantity: 2, limitPrice: 98 }] })).toEqual([
      'The broker never had it with 2 at 98.',
      'It filled at 99, beyond its limit of 98.',
    ]);
    expect(modifyProblems({ life, asked: [{ quantity: 3, limitPrice: 100 }] })).toHaveLength(2);
  });

  it('is a stop where it trades at its stop or beyond, and within its limit', () => {
    expect(stopProblems(as({ ...done, stopPrice: 98 }))).toEqual([]);
    expect(stopProblems(as({ ...done, stopPrice: 99.5 }))).toEqual([
      'It filled at 99, before its stop of 99.5.',
    ]);
    expect(stopProblems(as({ ...done, stopPrice: 97, limitPrice: 98 }))).toEqual([
      'It filled at 99, beyond its limit of 98.',
    ]);
  });

  it('is a part fill where that part is held', () => {
    const part = lived(
      intended,
      receivedOf(1),
      changed('PARTLY_FILLED', { filledQuantity: 1 }),
      paid,
      cancelIntended,
      changed('CANCELLED', { filledQuantity: 1 }),
    );
    expect(partialProblems(part, 1)).toEqual([]);
    expect(partialProblems(part, 0)).toEqual(['1 filled, and 0 are held.']);
    expect(partialProblems(lived(...cancelled), 0).join(' ')).toMatch(/Nothing of it filled/);
  });

  it('is a refusal where its words and an open alert say so', () => {
    const refused = lived(intended, changed('REJECTED', { reason: 'No permission.' }));
    const open = { state: 'open', detail: '' } as const;
    expect(rejectionProblems(refused, 'No permission.', open)).toEqual([]);
    expect(rejectionProblems(refused, 'No permission.', null)).toHaveLength(1);
    expect(
      rejectionProblems(refused, 'No permission.', { ...open, state: 'resolved' }),
    ).toHaveLength(1);
    expect(rejectionProblems(refused, 'Something else.', open)).toHaveLength(1);
  });

  it('is a bracket where one exit fills and the broker itself cancels the other', () => {
    const exit = { side: 'SELL', entryRef: 'a' } as const;
    const sound: BracketLived = {
      ending: 'profit',
      entry: life,
      takeProfit: as({ ...done, ...exit }),
      stopLoss: {
        ...lived(intended, changed('CANCELLED')),
        order: { ...order, ...exit, status: 'CANCELLED' },
      },
    };
    expect(bracketProblems(sound)).toEqual([]);
    expect(bracketProblems({ ...sound, stopLoss: sound.takeProfit })).toHaveLength(1);
    expect(
      bracketProblems({ ...sound, takeProfit: as({ ...done, ...exit, side: 'BUY' }) }),
    ).toEqual(['take-profit: It does not close what the entry opens.']);
    expect(bracketProblems({ ...sound, takeProfit: as({ ...done, side: 'SELL' }) })).toEqual([
      'take-profit: It does not hang on the entry.',
    ]);
    const { stopLoss } = sound;
    if (stopLoss === undefined) throw new Error('No stop-loss.');
    expect(bracketProblems({ ...sound, stopLoss: { ...stopLoss, cancelAsked: true } })).toEqual([
      'stop-loss: The desk had to cancel it, and not the broker.',
    ]);
  });
});
