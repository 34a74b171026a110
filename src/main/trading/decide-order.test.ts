import { describe, expect, it } from 'vitest';

import type { Verdict } from '#shared/domain/control.ts';
import type { OrderChange } from '#shared/domain/order.ts';

import { exposureOf } from './books.ts';
import { decideCancel, decideCancelAll, decideModify, denyOrder } from './decide-order.ts';
import {
  aapl,
  account,
  errorWord,
  executionWord,
  limitOrder,
  openOrderWord,
  statusWord,
  TradingScenario,
} from './trading-scenario.ts';

/** A text with this in it. */
const saying = (text: string): unknown => expect.stringContaining(text);

/** A text like this. */
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const noChange: OrderChange = { quantity: null, limitPrice: null, stopPrice: null };

function verdict(controlId: string, outcome: Verdict['outcome'], message: string | null): Verdict {
  return {
    controlId,
    title: controlId,
    outcome,
    message,
    observed: null,
    limit: null,
    unit: null,
    scope: null,
    hard: true,
    overrideReason: null,
  };
}

describe('placing', () => {
  it('records an order that is being sent, and counts it as working at once', () => {
    const desk = new TradingScenario();
    desk.place(1);
    expect(desk.facts.at(-1)).toMatchObject({ kind: 'order.intended', by: 'operator' });
    expect(desk.order('ref-1')).toMatchObject({
      status: 'SENDING',
      orderId: 1,
      permId: null,
      filledQuantity: 0,
      external: false,
      placedAt: desk.at,
    });
    expect(exposureOf(desk.books, aapl)).toEqual({ position: 0, workingBuy: 10, workingSell: 0 });
  });

  it('records a denial with every verdict and what the denying ones say', () => {
    const desk = new TradingScenario();
    const verdicts = [
      verdict('account-kind', 'pass', null),
      verdict('max-order-value', 'deny', 'The order is worth too much.'),
      verdict('buying-power', 'unevaluable', 'Buying power is not known.'),
    ];
    const { fact } = denyOrder({
      ticket: limitOrder,
      displaySymbol: 'AAPL',
      accountId: account,
      orderRef: 'denied',
      clientId: 1,
      placedBy: 'operator',
      at: desk.at,
      verdicts,
      limitsVersion: 3,
    });
    desk.take([fact]);
    expect(fact).toMatchObject({ kind: 'order.denied', body: { verdicts, limitsVersion: 3 } });
    expect(desk.order('denied')).toMatchObject({
      status: 'DENIED',
      reason: 'The order is worth too much. Buying power is not known.',
    });
    expect(exposureOf(desk.books, aapl).workingBuy).toBe(0);
    expect(decideCancel(desk.books, 'denied', 'operator').ok).toBe(false);
  });
});

describe('modifying', () => {
  const refused: readonly [
    why: string,
    prepare: (desk: TradingScenario) => void,
    change: Partial<OrderChange>,
    message: RegExp,
  ][] = [
    ['it is being sent', () => {}, { quantity: 5 }, /not acknowledged/],
    ['its fate is unknown', (desk) => desk.loseLink(), { quantity: 5 }, /not known what became/],
    ['it is being cancelled', (desk) => desk.cancel('ref-1'), { quantity: 5 }, /being cancelled/],
    [
      'it was cancelled',
      (desk) => desk.hear(statusWord(1, 'Cancelled')),
      { quantity: 5 },
      /is CANCELLED/,
    ],
    [
      'it was refused',
      (desk) => desk.hear(errorWord(1, 201, 'rejected', 'no')),
      { quantity: 5 },
      /is REJECTED/,
    ],
    [
      'an earlier change is under way',
      (desk) => {
        desk.hear(openOrderWord(1));
        desk.modify('ref-1', { quantity: 20 });
      },
      { quantity: 5 },
      /earlier change/,
    ],
    ['nothing changes', (desk) => desk.hear(openOrderWord(1)), { quantity: 10 }, /changes nothing/],
    ['nothing is named', (desk) => desk.hear(openOrderWord(1)), {}, /changes nothing/],
    [
      'its type takes no stop price',
      (desk) => desk.hear(openOrderWord(1)),
      { stopPrice: 9 },
      /takes no stop price/,
    ],
    [
      'more than that has filled',
      (desk) => desk.hear(executionWord(1, 'a.01', { quantity: 6 })),
      { quantity: 5 },
      /already filled 6/,
    ],
    [
      'just that has filled',
      (desk) => desk.hear(executionWord(1, 'a.01', { quantity: 6 })),
      { quantity: 6 },
      /already filled 6/,
    ],
    [
      'its type was changed to one the desk cannot send',
      (desk) => desk.hear(openOrderWord(1, { orderType: 'TRAIL' })),
      { quantity: 5 },
      /TRAIL/,
    ],
  ];
  it.each(refused)('is refused when %s', (_why, prepare, change, message) => {
    const desk = new TradingScenario();
    desk.place(1);
    prepare(desk);
    const decided = decideModify(desk.books, 'ref-1', { ...noChange, ...change });
    expect(decided).toMatchObject({
      ok: false,
      error: { message: matching(message) },
    });
    expect(decided).toHaveProperty('error.advice', matching(/\w/));
  });

  it('is refused for an order that is not known or of another client', () => {
    const desk = new TradingScenario();
    desk.hear(openOrderWord(0, { permId: 5, clientId: 0 }));
    const change = { ...noChange, quantity: 5 };
    expect(decideModify(desk.books, 'nothing', change)).toMatchObject({
      error: { code: 'not-found' },
    });
    expect(decideModify(desk.books, 'external:5', change)).toMatchObject({
      error: { code: 'conflict', message: saying('another client') },
    });
  });

  it('gives the whole order as it would go on the wire', () => {
    const desk = new TradingScenario();
    desk.place(1);
    desk.hear(openOrderWord(1));
    const decided = decideModify(desk.books, 'ref-1', { ...noChange, limitPrice: 13 });
    expect(decided).toMatchObject({ ok: true, ticket: { ...limitOrder, limitPrice: 13 } });
  });

  it('counts at its worst until the broker answers', () => {
    const desk = new TradingScenario();
    desk.place(1);
    desk.hear(executionWord(1, 'a.01', { quantity: 4 }));
    desk.modify('ref-1', { quantity: 5 });
    expect(exposureOf(desk.books, aapl).workingBuy).toBe(6);
    desk.hear(openOrderWord(1, { quantity: 5 }));
    desk.modify('ref-1', { quantity: 50 });
    expect(exposureOf(desk.books, aapl).workingBuy).toBe(46);
    desk.hear(statusWord(1, 'Cancelled'));
    expect(desk.order('ref-1')).toMatchObject({ status: 'CANCELLED', pendingChange: null });
    expect(exposureOf(desk.books, aapl).workingBuy).toBe(0);
  });
});

describe('cancelling', () => {
  it('marks the order and keeps counting it', () => {
    const desk = new TradingScenario();
    desk.place(1);
    desk.cancel('ref-1');
    expect(desk.order('ref-1')).toMatchObject({ status: 'CANCELLING', updatedAt: desk.at });
    expect(exposureOf(desk.books, aapl).workingBuy).toBe(10);
  });

  it('can be asked for again, and for an order of unknown fate', () => {
    const desk = new TradingScenario();
    desk.place(1);
    desk.cancel('ref-1');
    desk.cancel('ref-1');
    desk.loseLink();
    desk.cancel('ref-1');
    expect(desk.order('ref-1').status).toBe('UNKNOWN');
    desk.hear(errorWord(1, 10147, 'unknown-order', 'OrderId 1 is not found.'));
    expect(desk.order('ref-1')).toMatchObject({
      status: 'CANCELLED',
      reason: 'OrderId 1 is not found.',
    });
  });

  it.each([
    ['nothing', 'not-found'],
    ['external:5', 'conflict'],
    ['ref-1', 'conflict'],
  ])('is refused for %s with %s', (orderRef, code) => {
    const desk = new TradingScenario();
    desk.place(1);
    desk.hear(executionWord(1, 'a.01'));
    desk.hear(openOrderWord(0, { permId: 5, clientId: 0 }));
    const decided = decideCancel(desk.books, orderRef, 'operator');
    expect(decided).toMatchObject({ ok: false, error: { code } });
  });

  it('of everything names every open order of the desk, in the order they came', () => {
    const desk = new TradingScenario();
    for (const orderId of [3, 1, 2, 4]) desk.place(orderId);
    desk.hear(executionWord(1, 'a.01'));
    desk.hear(openOrderWord(2));
    desk.cancel('ref-4');
    desk.hear(openOrderWord(0, { permId: 5, clientId: 0 }));
    const cancels = decideCancelAll(desk.books, 'risk');
    expect(cancels.map((cancel) => cancel.order.orderRef)).toEqual(['ref-3', 'ref-2', 'ref-4']);
    expect(cancels[0]?.fact).toMatchObject({ kind: 'order.cancel-intended', by: 'risk' });
  });
});
