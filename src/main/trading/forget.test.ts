import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { BrokerSnapshot } from '#shared/domain/broker-word.ts';
import type { Fact } from '#shared/domain/fact.ts';
import { isOpen } from '#shared/domain/order-status.ts';

import type { Archive } from './archive.ts';
import { exposureOf, type TradingBooks } from './books.ts';
import { orderPlan, sayable, step } from './broker-says.fixture.ts';
import { decideCancel } from './decide-order.ts';
import { forgetEnded } from './forget.ts';
import {
  aapl,
  brokerOrder,
  commissionWord,
  executionWord,
  statusWord,
  TradingScenario,
} from './trading-scenario.ts';

/** What books that never forget hold, looked up as the recorded tables are. */
function archiveOf(books: TradingBooks): Archive {
  return {
    order: (orderRef) => books.orders.get(orderRef) ?? null,
    orderRefOfPermId: (permId) => books.orderRefByPermId.get(permId) ?? null,
    executionsOf: (orderRef) =>
      [...books.executions.values()].filter((execution) => execution.orderRef === orderRef),
    orderRefOfExecution: (execId) => books.executions.get(execId)?.orderRef ?? null,
    execIdsFrom: (beginning) =>
      [...books.executions.keys()].filter((execId) => execId.startsWith(beginning)),
  };
}

function forgetAll(desk: TradingScenario, namesKept = 1000): void {
  forgetEnded(desk.books, () => true, 0, namesKept);
}

/**
 * Facts in no order, but for reconciliations: what was forgotten is not compared with the broker\u2019s list of ended
 * orders again, and the orders of one snapshot come in the order in which it names them first.
 */
function news(facts: readonly Fact[]): string[] {
  return facts
    .filter(({ kind }) => kind !== 'reconciliation.completed')
    .map(({ kind, body }) => JSON.stringify({ kind, body }))
    .toSorted();
}

describe('books that forget', () => {
  it.each([
    ['keeping the names of its orders', 1000],
    ['and their names', 0],
  ])(
    'whatever the broker says, a desk that forgets every ended order at once, %s, decides the same',
    (_what, namesKept) => {
      fc.assert(
        fc.property(
          fc.array(orderPlan, { minLength: 1, maxLength: 4 }),
          fc.array(step, { minLength: 1, maxLength: 60 }),
          (plans, steps) => {
            const whole = new TradingScenario();
            const desk = new TradingScenario();
            desk.books.archive = archiveOf(whole.books);
            const both = (act: (each: TradingScenario) => void): void => {
              // The one that forgets goes first: what it looks up was recorded before.
              act(desk);
              act(whole);
              forgetAll(desk, namesKept);
            };
            both((each) => each.reconcile({}));
            plans.forEach(({ own, side, timeInForce, quantity }, index) => {
              if (own) both((each) => each.place(index + 1, { side, timeInForce, quantity }));
            });
            const said = sayable(plans);
            for (const each of steps) {
              if (each.kind === 'word') {
                const word = said.words[each.pick % said.words.length];
                // These may name an order by its number on the wire alone, and come while it is young.
                const byNumber = word?.kind === 'order-error' || word?.kind === 'order-status';
                const tooOld = namesKept === 0 && byNumber;
                if (word !== undefined && !tooOld) both((one) => one.hear(word));
              }
              if (each.kind === 'drop') both((one) => one.loseLink());
              if (each.kind === 'cancel') {
                const own = [...whole.books.orders.keys()];
                const orderRef = own[each.pick % own.length] ?? '';
                const may = decideCancel(whole.books, orderRef, 'operator').ok;
                const mayToo = decideCancel(desk.books, orderRef, 'operator').ok;
                if (may !== mayToo) throw new Error(`Only one may cancel ${orderRef}.`);
                if (may) both((one) => one.cancel(orderRef));
              }
              if (each.kind === 'snapshot') {
                const orders = each.picks.map((pick) => said.orders[pick % said.orders.length]);
                const snapshot: Partial<BrokerSnapshot> = {
                  openOrders: orders.flatMap((order) =>
                    order?.brokerStatus === 'Submitted' ? [order] : [],
                  ),
                  completedOrders: orders.flatMap((order) =>
                    order?.brokerStatus === 'Filled' || order?.brokerStatus === 'Cancelled'
                      ? [order]
                      : [],
                  ),
                  executions: each.picks.flatMap(
                    (pick) => said.executions[pick % said.executions.length] ?? [],
                  ),
                  complete: each.complete,
                };
                both((one) => one.reconcile(snapshot, each.quietSeconds));
              }
              expect(news(desk.facts)).toEqual(news(whole.facts));
            }
            expect(desk.books.ledgers).toEqual(whole.books.ledgers);
            expect(desk.books.exposures).toEqual(whole.books.exposures);
            forgetAll(desk);
            expect([...desk.books.orders.values()].every(({ status }) => isOpen(status))).toBe(
              true,
            );
          },
        ),
        { numRuns: 300 },
      );
    },
  );

  it('hold no more than the latest, and every open one', () => {
    const desk = new TradingScenario();
    desk.resolve(aapl);
    desk.place(1);
    for (let orderId = 2; orderId <= 40; orderId += 1) {
      desk.place(orderId);
      desk.hear(executionWord(orderId, `${orderId}.01`));
      desk.hear(commissionWord(`${orderId}.01`));
    }
    const { orderRefs, execIds } = forgetEnded(desk.books, () => true, 10);
    expect(orderRefs).toHaveLength(29);
    expect(execIds).toHaveLength(29);
    expect([...desk.books.orders.keys()].slice(0, 2)).toEqual(['ref-1', 'ref-31']);
    expect(desk.books.executions.size).toBe(10);
    expect(desk.books.ordersForgotten).toBe(29);
    expect(exposureOf(desk.books, aapl)).toMatchObject({ position: 390, workingBuy: 10 });
  });

  it('leave orders alone of which something is still to come', () => {
    const desk = new TradingScenario();
    desk.place(1);
    desk.hear(statusWord(1, 'Cancelled'));
    expect(forgetEnded(desk.books, () => false, 0).orderRefs).toEqual([]);
    expect(desk.books.orders.size).toBe(1);
  });

  it('do not take an order that ended for another client\u2019s when the broker lists it', () => {
    const desk = new TradingScenario();
    const whole = new TradingScenario();
    desk.books.archive = archiveOf(whole.books);
    for (const each of [whole, desk]) {
      each.reconcile({});
      each.place(1);
      each.hear(statusWord(1, 'Cancelled'));
    }
    forgetAll(desk);
    expect(desk.books.orders.size).toBe(0);
    const completedOrders = [brokerOrder(1, { brokerStatus: 'Cancelled', orderRef: 'ref-1' })];
    expect(desk.reconcile({ completedOrders })).toEqual([]);
    expect(desk.books.orders.size).toBe(0);
  });
});
