import { describe, expect, it } from 'vitest';

import type { BrokerOrderStatus, OrderErrorEffect } from '#shared/domain/broker-word.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import type { OrderStatus, TimeInForce } from '#shared/domain/order.ts';

import { exposureOf, positionsOf, unresolvedInstruments } from './books.ts';
import {
  aapl,
  commissionWord,
  errorWord,
  executionWord,
  openOrderWord,
  statusWord,
  TradingScenario,
} from './trading-scenario.ts';

/** A desk with order 1 (BUY 10 AAPL) in the given state. */
function deskWith(status: OrderStatus, timeInForce: TimeInForce = 'DAY'): TradingScenario {
  const desk = new TradingScenario();
  desk.place(1, { timeInForce });
  if (status !== 'SENDING') desk.hear(openOrderWord(1, { timeInForce }));
  if (status === 'PARTLY_FILLED') desk.hear(executionWord(1, 'a.01', { quantity: 4 }));
  if (status === 'CANCELLING') desk.cancel('ref-1');
  if (status === 'UNKNOWN') desk.loseLink();
  if (status === 'FILLED') desk.hear(executionWord(1, 'a.01'));
  if (status === 'CANCELLED') desk.hear(statusWord(1, 'Cancelled'));
  if (status === 'REJECTED') desk.hear(errorWord(1, 201, 'rejected', 'No.'));
  expect(desk.order('ref-1').status).toBe(status);
  return desk;
}

function linkReady(clientId: number): NewFact {
  const body = { state: 'ready' as const, reason: 'Up.', clientId, serverVersion: 193 };
  return { kind: 'link.changed', by: 'desk', body };
}

describe('a status of the broker', () => {
  const cases: readonly [
    before: OrderStatus,
    word: BrokerOrderStatus,
    after: OrderStatus,
    timeInForce?: TimeInForce,
  ][] = [
    ['SENDING', 'ApiPending', 'SENDING'],
    ['SENDING', 'PendingSubmit', 'WORKING'],
    ['SENDING', 'PreSubmitted', 'WORKING'],
    ['SENDING', 'Submitted', 'WORKING'],
    ['SENDING', 'Inactive', 'REJECTED'],
    ['SENDING', 'Inactive', 'CANCELLED', 'IOC'],
    ['SENDING', 'PendingCancel', 'CANCELLING'],
    ['WORKING', 'PendingCancel', 'CANCELLING'],
    ['WORKING', 'ApiPending', 'WORKING'],
    ['WORKING', 'Cancelled', 'CANCELLED'],
    ['WORKING', 'ApiCancelled', 'CANCELLED'],
    ['WORKING', 'Inactive', 'REJECTED'],
    ['WORKING', 'Inactive', 'CANCELLED', 'IOC'],
    ['PARTLY_FILLED', 'Submitted', 'PARTLY_FILLED'],
    ['PARTLY_FILLED', 'Inactive', 'CANCELLED'],
    ['CANCELLING', 'Submitted', 'CANCELLING'],
    ['CANCELLING', 'Inactive', 'CANCELLED'],
    ['UNKNOWN', 'ApiPending', 'WORKING'],
    ['UNKNOWN', 'Submitted', 'WORKING'],
    ['UNKNOWN', 'Cancelled', 'CANCELLED'],
    ['UNKNOWN', 'Inactive', 'REJECTED'],
    ['UNKNOWN', 'Filled', 'UNKNOWN'],
    ['SENDING', 'Filled', 'WORKING'],
    ['FILLED', 'Submitted', 'FILLED'],
    ['FILLED', 'Cancelled', 'FILLED'],
    ['CANCELLED', 'Submitted', 'CANCELLED'],
    ['REJECTED', 'Submitted', 'REJECTED'],
  ];
  it.each(cases)('%s and %s make %s (%s)', (before, word, after, timeInForce) => {
    const desk = deskWith(before, timeInForce);
    desk.hear(statusWord(1, word));
    expect(desk.order('ref-1').status).toBe(after);
    expect(desk.hear(statusWord(1, word))).toEqual([]);
  });

  it('of an order nobody knows says nothing', () => {
    expect(new TradingScenario().hear(statusWord(7, 'Submitted'))).toEqual([]);
  });

  it('says why the order is held, and that it is not held any more', () => {
    const desk = deskWith('WORKING');
    desk.hear(statusWord(1, 'PreSubmitted', { whyHeld: 'locate' }));
    expect(desk.order('ref-1').reason).toBe('Held by the broker: locate.');
    desk.hear(statusWord(1, 'Submitted'));
    expect(desk.order('ref-1').reason).toBeNull();
  });

  it('Filled for less than was asked waits for executions of that many', () => {
    const desk = deskWith('PARTLY_FILLED');
    desk.hear(statusWord(1, 'Filled', { filled: 6 }));
    expect(desk.order('ref-1')).toMatchObject({ status: 'PARTLY_FILLED', quantity: 6 });
    desk.hear(executionWord(1, 'b.01', { quantity: 2 }));
    expect(desk.order('ref-1')).toMatchObject({
      status: 'FILLED',
      filledQuantity: 6,
      reason: null,
    });
  });
});

describe('an error about an order', () => {
  const cases: readonly [
    before: OrderStatus,
    code: number,
    effect: OrderErrorEffect,
    message: string,
    after: OrderStatus,
  ][] = [
    ['SENDING', 201, 'rejected', 'Order rejected - reason: no funds', 'REJECTED'],
    ['SENDING', 110, 'modify-refused', 'Price off tick', 'REJECTED'],
    ['WORKING', 201, 'rejected', 'no funds', 'REJECTED'],
    ['WORKING', 202, 'cancelled', 'Order Canceled - reason: expired', 'CANCELLED'],
    ['WORKING', 399, 'informational', 'will not be placed before 09:30', 'WORKING'],
    ['WORKING', 321, 'rejected', 'bad figures', 'WORKING'],
    ['PARTLY_FILLED', 201, 'rejected', 'no funds', 'CANCELLED'],
    ['CANCELLING', 161, 'cancel-refused', 'not in a cancellable state', 'WORKING'],
    ['CANCELLING', 10148, 'already-done', 'cannot be cancelled, state: Filled.', 'WORKING'],
    ['CANCELLING', 10148, 'already-done', 'cannot be cancelled, state: Cancelled.', 'CANCELLED'],
    ['CANCELLING', 10147, 'unknown-order', 'is not found', 'CANCELLED'],
    ['UNKNOWN', 10147, 'unknown-order', 'is not found', 'CANCELLED'],
    ['UNKNOWN', 10148, 'already-done', 'state: Filled.', 'UNKNOWN'],
    ['CANCELLED', 201, 'rejected', 'too late', 'CANCELLED'],
  ];
  it.each(cases)('%s and %i %s (%s) make %s', (before, code, effect, message, after) => {
    const desk = deskWith(before);
    desk.hear(errorWord(1, code, effect, message));
    expect(desk.order('ref-1').status).toBe(after);
    expect(desk.order('ref-1').reason).toBe(message.replace(/^.*reason: /, ''));
    expect(desk.hear(errorWord(1, code, effect, message))).toEqual([]);
  });

  it('after the order filled changes nothing', () => {
    const desk = deskWith('FILLED');
    expect(desk.hear(errorWord(1, 10148, 'already-done', 'state: Filled.'))).toEqual([]);
    expect(desk.hear(errorWord(1, 202, 'cancelled', 'Order Canceled - reason:'))).toEqual([]);
  });

  it('the answer to a second cancel is not why an order ended', () => {
    const desk = deskWith('CANCELLED');
    const { reason } = desk.order('ref-1');
    expect(desk.hear(errorWord(1, 10148, 'already-done', 'state: Cancelled.'))).toEqual([]);
    expect(desk.order('ref-1').reason).toBe(reason);
  });

  it('a refused cancel of a partly filled order leaves it partly filled', () => {
    const desk = deskWith('PARTLY_FILLED');
    desk.cancel('ref-1');
    desk.hear(errorWord(1, 161, 'cancel-refused', 'not in a cancellable state'));
    expect(desk.order('ref-1').status).toBe('PARTLY_FILLED');
  });

  it.each([105, 110, 321])('%i on a modify leaves the order as it was', (code) => {
    const desk = deskWith('WORKING');
    desk.modify('ref-1', { quantity: 30 });
    expect(exposureOf(desk.books, aapl).workingBuy).toBe(30);
    desk.hear(errorWord(1, code, 'modify-refused', 'bad figures'));
    expect(desk.order('ref-1')).toMatchObject({
      status: 'WORKING',
      quantity: 10,
      pendingChange: null,
      reason: 'bad figures',
    });
    expect(exposureOf(desk.books, aapl).workingBuy).toBe(10);
  });

  it('is taken for the newest order of that id while no connection is known', () => {
    const desk = deskWith('WORKING');
    const newer = desk.place(1, {}, 2);
    desk.hear(errorWord(1, 201, 'rejected', 'no funds'));
    expect(desk.order('ref-1').status).toBe('WORKING');
    expect(desk.order(newer).status).toBe('REJECTED');
  });

  it('is taken for the order of the connection’s own client id', () => {
    const desk = deskWith('WORKING');
    const newer = desk.place(1, {}, 2);
    desk.take([linkReady(1)]);
    desk.hear(errorWord(1, 201, 'rejected', 'no funds'));
    expect(desk.order('ref-1').status).toBe('REJECTED');
    expect(desk.order(newer).status).toBe('SENDING');
  });

  it('that the order is not known proves nothing for an order of another client id', () => {
    const desk = deskWith('UNKNOWN');
    desk.take([linkReady(2)]);
    desk.cancel('ref-1');
    desk.hear(errorWord(1, 10147, 'unknown-order', 'OrderId 1 is not found.'));
    expect(desk.order('ref-1')).toMatchObject({
      status: 'UNKNOWN',
      reason: 'OrderId 1 is not found.',
    });
  });

  it('of an id nobody knows says nothing', () => {
    const desk = new TradingScenario();
    expect(desk.hear(errorWord(99, 201, 'rejected', 'no funds'))).toEqual([]);
  });
});

describe('an open order', () => {
  it('with the changed figures acknowledges a modify', () => {
    const desk = deskWith('WORKING');
    desk.modify('ref-1', { quantity: 4, limitPrice: 13 });
    expect(exposureOf(desk.books, aapl).workingBuy).toBe(10);
    expect(desk.hear(openOrderWord(1))).toEqual([]);
    expect(desk.hear(openOrderWord(1, { quantity: 4, limitPrice: 13 }))).toEqual(['order.changed']);
    expect(desk.order('ref-1')).toMatchObject({ quantity: 4, limitPrice: 13, pendingChange: null });
    expect(exposureOf(desk.books, aapl).workingBuy).toBe(4);
  });

  it('with the quantity that has already filled is filled', () => {
    const desk = deskWith('PARTLY_FILLED');
    desk.modify('ref-1', { quantity: 6 });
    desk.hear(executionWord(1, 'b.01', { quantity: 2 }));
    desk.hear(openOrderWord(1, { quantity: 6 }));
    expect(desk.order('ref-1')).toMatchObject({ status: 'FILLED', pendingChange: null });
  });

  it('with figures nobody here asked for was changed elsewhere, and is taken over', () => {
    const desk = deskWith('WORKING');
    desk.hear(openOrderWord(1, { limitPrice: 12, timeInForce: 'GTC' }));
    expect(desk.order('ref-1')).toMatchObject({ limitPrice: 12, timeInForce: 'GTC' });
  });

  it('is told by its orderRef, whatever its ids', () => {
    const desk = deskWith('SENDING');
    desk.hear(openOrderWord(77, { orderRef: 'ref-1', clientId: 9 }));
    expect(desk.order('ref-1').status).toBe('WORKING');
  });

  it('with the id of an order that has another permId is another order', () => {
    const desk = deskWith('WORKING');
    expect(desk.hear(openOrderWord(1, { permId: 5 }))).toEqual(['order.external-seen']);
    expect(desk.order('external:5').external).toBe(true);
  });

  it('of TWS itself is told by its permId: all of them have the id 0', () => {
    const desk = new TradingScenario();
    desk.hear(openOrderWord(0, { permId: 5, clientId: 0 }));
    desk.hear(openOrderWord(0, { permId: 6, clientId: 0, side: 'SELL', orderType: 'TRAIL' }));
    expect(desk.order('external:5')).toMatchObject({ status: 'WORKING', side: 'BUY' });
    expect(desk.order('external:6')).toMatchObject({ orderType: 'TRAIL', side: 'SELL' });
    expect(exposureOf(desk.books, aapl)).toEqual({ position: 0, workingBuy: 10, workingSell: 10 });
    desk.hear(openOrderWord(0, { permId: 5, clientId: 0, brokerStatus: 'Cancelled' }));
    expect(desk.order('external:5').status).toBe('CANCELLED');
  });

  it('that nobody knows and that has no permId yet is waited for', () => {
    expect(new TradingScenario().hear(openOrderWord(0, { permId: 0 }))).toEqual([]);
  });

  it('of another account of the login is not the desk’s affair', () => {
    const desk = new TradingScenario();
    expect(desk.hear(openOrderWord(0, { accountId: 'DU9000002' }))).toEqual([]);
    expect(desk.hear(executionWord(0, 'x.01', { accountId: 'DU9000002' }))).toEqual([]);
  });
});

describe('an execution', () => {
  it('fills, and is heard once however often it is said', () => {
    const desk = deskWith('WORKING');
    const fill = executionWord(1, '0000e0d5.69e02bfb.01.01', { quantity: 4, price: 13 });
    expect(desk.hear(fill)).toEqual(['execution.received', 'order.changed']);
    expect(desk.hear(fill)).toEqual([]);
    expect(desk.order('ref-1')).toMatchObject({ status: 'PARTLY_FILLED', filledQuantity: 4 });
    desk.hear(executionWord(1, '0000e0d5.69e02bfc.01.01', { quantity: 6, price: 13.1 }));
    expect(desk.order('ref-1')).toMatchObject({
      status: 'FILLED',
      filledQuantity: 10,
      averageFillPrice: 13.06,
    });
    expect(exposureOf(desk.books, aapl)).toEqual({ position: 10, workingBuy: 0, workingSell: 0 });
  });

  it('acknowledges an order that is being sent', () => {
    const desk = deskWith('SENDING');
    desk.hear(executionWord(1, 'a.01', { quantity: 4 }));
    expect(desk.order('ref-1')).toMatchObject({ status: 'PARTLY_FILLED', permId: 389_000_001 });
  });

  it('in part leaves an order of unknown fate unknown: it may have ended since', () => {
    const desk = deskWith('UNKNOWN');
    desk.hear(executionWord(1, 'a.01', { quantity: 4 }));
    expect(desk.order('ref-1')).toMatchObject({ status: 'UNKNOWN', filledQuantity: 4 });
    desk.hear(executionWord(1, 'b.01', { quantity: 6 }));
    expect(desk.order('ref-1').status).toBe('FILLED');
  });

  it.each<[OrderStatus, number, OrderStatus]>([
    ['CANCELLED', 4, 'CANCELLED'],
    ['CANCELLED', 10, 'FILLED'],
    ['REJECTED', 4, 'PARTLY_FILLED'],
    ['REJECTED', 10, 'FILLED'],
    ['CANCELLING', 4, 'CANCELLING'],
    ['CANCELLING', 10, 'FILLED'],
  ])('after %s counts: %i of 10 make %s', (before, quantity, after) => {
    const desk = deskWith(before);
    desk.hear(executionWord(1, 'a.01', { quantity }));
    expect(desk.order('ref-1')).toMatchObject({ status: after, filledQuantity: quantity });
    expect(desk.position).toBe(quantity);
  });

  it('that corrects an earlier one replaces it, with what later fills made of it', () => {
    const desk = deskWith('WORKING');
    desk.hear(executionWord(1, 'f.01', { quantity: 10, price: 10 }));
    desk.hear(commissionWord('f.01', 500_000));
    desk.place(2, { side: 'SELL', quantity: 5 });
    desk.hear(executionWord(2, 'g.01', { side: 'SELL', quantity: 5, price: 12 }));
    expect(desk.books.ledgers.get(aapl)?.position?.realizedPnlMicros).toBe(10_000_000);

    desk.hear(executionWord(1, 'f.02', { quantity: 8, price: 11 }));
    expect(desk.facts.at(-2)).toMatchObject({
      kind: 'execution.received',
      body: { corrects: 'f.01' },
    });
    expect(desk.order('ref-1')).toMatchObject({ filledQuantity: 8, averageFillPrice: 11 });
    expect(desk.books.ledgers.get(aapl)?.position).toMatchObject({
      quantity: 3,
      costBasisMicros: 33_000_000,
      realizedPnlMicros: 5_000_000,
      commissionsMicros: 500_000,
    });
    expect(desk.books.executions.has('f.01')).toBe(false);
    expect(desk.hear(executionWord(1, 'f.01', { quantity: 10, price: 10 }))).toEqual([]);
    desk.hear(commissionWord('f.02', 400_000));
    expect(desk.books.ledgers.get(aapl)?.position?.commissionsMicros).toBe(400_000);
    expect(desk.hear(commissionWord('f.01', 500_000))).toEqual([]);
  });

  it('whose correction came first is an old word', () => {
    const desk = deskWith('WORKING');
    desk.hear(executionWord(1, 'f.02', { quantity: 8 }));
    expect(desk.hear(executionWord(1, 'f.01', { quantity: 10 }))).toEqual([]);
    expect(desk.position).toBe(8);
  });

  it('of an order nobody has shown makes one whose asked quantity is not known', () => {
    const desk = new TradingScenario();
    const said = { permId: 77, clientId: 0, orderId: 0 };
    expect(desk.hear(executionWord(0, 'm.01', { ...said, quantity: 3 }))).toEqual([
      'order.external-seen',
      'execution.received',
    ]);
    expect(desk.order('external:77')).toMatchObject({ status: 'UNKNOWN', quantity: 3 });
    desk.hear(executionWord(0, 'n.01', { ...said, quantity: 2 }));
    expect(desk.order('external:77')).toMatchObject({ quantity: 5, filledQuantity: 5 });
    expect(exposureOf(desk.books, aapl)).toEqual({ position: 5, workingBuy: 0, workingSell: 0 });

    desk.hear(openOrderWord(0, { ...said, quantity: 20 }));
    expect(desk.order('external:77')).toMatchObject({
      status: 'PARTLY_FILLED',
      quantity: 20,
      filledQuantity: 5,
    });
    expect(exposureOf(desk.books, aapl)).toEqual({ position: 5, workingBuy: 15, workingSell: 0 });
  });

  it('without any name still counts', () => {
    const desk = new TradingScenario();
    const said = { permId: 0, clientId: 0, orderId: 0 };
    expect(desk.hear(executionWord(0, 'm.01', said))).toEqual(['execution.received']);
    expect(desk.position).toBe(10);
  });

  it('of an instrument nobody resolved counts at once and has its worth once it is', () => {
    const desk = new TradingScenario({ account: true, instrument: false });
    desk.place(1);
    desk.hear(executionWord(1, 'a.01', { quantity: 10, price: 13 }));
    desk.hear(commissionWord('a.01'));
    expect(exposureOf(desk.books, aapl).position).toBe(10);
    expect(unresolvedInstruments(desk.books)).toEqual([aapl]);
    expect(positionsOf(desk.books)).toEqual([]);
    desk.resolve(aapl);
    expect(unresolvedInstruments(desk.books)).toEqual([]);
    expect(positionsOf(desk.books)).toMatchObject([
      { quantity: 10, costBasisMicros: 130_000_000, commissionsMicros: 1_000_000 },
    ]);
  });
});

describe('a commission', () => {
  it('joins its execution, and is counted once', () => {
    const desk = deskWith('FILLED');
    expect(desk.hear(commissionWord('a.01', 1_250_000))).toEqual(['commission.received']);
    expect(desk.hear(commissionWord('a.01', 1_250_000))).toEqual([]);
    expect(desk.books.executions.get('a.01')).toMatchObject({ commissionMicros: 1_250_000 });
    expect(desk.books.ledgers.get(aapl)?.position?.commissionsMicros).toBe(1_250_000);
    desk.hear(commissionWord('a.01', 1_300_000));
    expect(desk.books.ledgers.get(aapl)?.position?.commissionsMicros).toBe(1_300_000);
  });

  it('that comes first waits for its execution', () => {
    const desk = deskWith('WORKING');
    expect(desk.hear(commissionWord('a.01'))).toEqual(['commission.received']);
    expect(desk.hear(commissionWord('a.01'))).toEqual([]);
    desk.hear(executionWord(1, 'a.01'));
    expect(desk.books.executions.get('a.01')).toMatchObject({ commissionMicros: 1_000_000 });
    expect(desk.books.ledgers.get(aapl)?.position?.commissionsMicros).toBe(1_000_000);
    expect(desk.books.waitingCommissions.size).toBe(0);
    expect(desk.hear(commissionWord('a.01'))).toEqual([]);
  });
});
