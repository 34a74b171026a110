import { expect, it } from 'vitest';

import type { BrokerExecution, BrokerOrder } from '#shared/domain/broker-word.ts';

import { explainsOrders } from './explains-orders.ts';
import {
  brokerExecution,
  brokerOrder,
  executionWord,
  openOrderWord,
  TradingScenario,
} from './trading-scenario.ts';

/** A desk that has reconciled once, with order 1 working since a while. */
function workingDesk(): TradingScenario {
  const desk = new TradingScenario();
  desk.reconcile({});
  desk.place(1);
  desk.hear(openOrderWord(1));
  desk.now += 60_000;
  return desk;
}

function explains(
  desk: TradingScenario,
  openOrders: BrokerOrder[],
  executions: BrokerExecution[] = [],
): boolean {
  const heard = { requestedAt: desk.at, openOrders, executions };
  return explainsOrders(desk.books, heard, desk.now + 1000);
}

it('every open order that is listed is explained', () => {
  expect(explains(workingDesk(), [brokerOrder(1)])).toBe(true);
});

it('an open order that is not listed must be looked for among those that have ended', () => {
  expect(explains(workingDesk(), [])).toBe(false);
});

it('one that is so young that the broker may not have listed it is left to the next round', () => {
  const desk = workingDesk();
  desk.place(2);
  expect(explains(desk, [brokerOrder(1)])).toBe(true);
});

it('one of unknown fate is never left', () => {
  const desk = workingDesk();
  desk.loseLink();
  expect(explains(desk, [])).toBe(false);
});

it('what has ended in the books is not asked about', () => {
  const desk = workingDesk();
  desk.hear(executionWord(1, 'a.01'));
  expect(desk.order('ref-1').status).toBe('FILLED');
  desk.now += 60_000;
  expect(explains(desk, [], [brokerExecution(1, 'a.01')])).toBe(true);
});

it('a trade that the desk has not heard of may be of an order that has ended', () => {
  expect(explains(workingDesk(), [brokerOrder(1)], [brokerExecution(9, 'z.01')])).toBe(false);
});

it('one of another account is none of the desk’s', () => {
  const other = { ...brokerExecution(9, 'z.01'), accountId: 'DU9' };
  expect(explains(workingDesk(), [brokerOrder(1)], [other])).toBe(true);
});

it('nothing is explained before the account is on record', () => {
  const { at, now, books } = workingDesk();
  const heard = { requestedAt: at, openOrders: [brokerOrder(1)], executions: [] };
  expect(explainsOrders(books, heard, now)).toBe(true);
  expect(explainsOrders({ ...books, accountId: null }, heard, now)).toBe(false);
});
