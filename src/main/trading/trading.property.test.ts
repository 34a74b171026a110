import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { BrokerExecution, BrokerOrder } from '#shared/domain/broker-word.ts';
import type { InstrumentExposure } from '#shared/domain/control.ts';
import type { Fact } from '#shared/domain/fact.ts';
import { signedQuantity, type OrderStatus } from '#shared/domain/order.ts';
import { isOpen, orderTransitions } from '#shared/domain/order-status.ts';
import { applyFill, tidyQuantity, type Position } from '#shared/domain/position.ts';

import { applyFact, createBooks, type TradingBooks } from './books.ts';
import { decideBrokerWord, type TradingWord } from './decide-broker-word.ts';
import { decideCancel, decideModify, modifyIntended } from './decide-order.ts';
import { orderPlan, sayable, step, type Sayable, type Step } from './broker-says.fixture.ts';
import { executionFamily } from './execution-family.ts';
import { aapl, TradingScenario } from './trading-scenario.ts';
import { workingQuantity } from './working-quantity.ts';

/** The latest word heard on every execution, worked out from all that were heard. */
class Heard {
  readonly latest = new Map<string, BrokerExecution>();

  hear(execution: BrokerExecution): void {
    const { family, revision } = executionFamily(execution.execId);
    const known = this.latest.get(family);
    if (known === undefined || executionFamily(known.execId).revision < revision) {
      this.latest.set(family, execution);
    }
  }

  sum(orderId: number | null): number {
    let sum = 0;
    for (const each of this.latest.values()) {
      if (orderId !== null && each.orderId !== orderId) continue;
      sum = tidyQuantity(
        sum + (orderId === null ? signedQuantity(each.side, each.quantity) : each.quantity),
      );
    }
    return sum;
  }
}

function run(desk: TradingScenario, heard: Heard, said: Sayable, each: Step): void {
  const own = [...desk.books.orders.keys()];
  switch (each.kind) {
    case 'word': {
      const word = said.words[each.pick % said.words.length];
      if (word === undefined) return;
      if (word.kind === 'execution') heard.hear(word.execution);
      desk.hear(word);
      expectNothingNew(desk, word);
      return;
    }
    case 'cancel': {
      const orderRef = own[each.pick % own.length] ?? '';
      if (decideCancel(desk.books, orderRef, 'operator').ok) desk.cancel(orderRef);
      return;
    }
    case 'modify': {
      const orderRef = own[each.pick % own.length] ?? '';
      const change = { quantity: each.quantity, limitPrice: null, stopPrice: null };
      if (!decideModify(desk.books, orderRef, change).ok) return;
      desk.take([modifyIntended({ orderRef, change, verdicts: [], limitsVersion: 1, by: 'me' })]);
      return;
    }
    case 'drop':
      desk.loseLink();
      return;
    case 'snapshot': {
      const orders = each.picks.flatMap((pick) => said.orders[pick % said.orders.length] ?? []);
      const executions = each.picks.flatMap(
        (pick) => said.executions[pick % said.executions.length] ?? [],
      );
      for (const execution of executions) heard.hear(execution);
      const ended = (order: BrokerOrder): boolean =>
        ['ApiCancelled', 'Cancelled', 'Inactive', 'Filled'].includes(order.brokerStatus);
      desk.reconcile(
        {
          openOrders: orders.filter((order) => !ended(order)),
          completedOrders: orders.filter(ended),
          executions,
          complete: each.complete,
        },
        each.quietSeconds,
      );
    }
  }
}

function expectNothingNew(desk: TradingScenario, word: TradingWord): void {
  expect(decideBrokerWord(desk.books, word, desk.at)).toEqual([]);
}

/** Statuses reachable from another by at most three steps of the table: one word can say as much. */
function reachable(from: OrderStatus): ReadonlySet<OrderStatus> {
  let seen: readonly OrderStatus[] = [from];
  for (let steps = 0; steps < 3; steps += 1) {
    seen = seen.flatMap((status) => [status, ...Object.values(orderTransitions[status])]);
  }
  return new Set(seen);
}

function expectAlongTheTable(before: ReadonlyMap<string, OrderStatus>, books: TradingBooks): void {
  for (const [orderRef, order] of books.orders) {
    expect(reachable(before.get(orderRef) ?? order.status)).toContain(order.status);
  }
}

function recount(books: TradingBooks): Map<number, InstrumentExposure> {
  const exposures = new Map<number, InstrumentExposure>();
  const of = (instrumentId: number): InstrumentExposure => {
    const exposure = exposures.get(instrumentId) ?? { position: 0, workingBuy: 0, workingSell: 0 };
    exposures.set(instrumentId, exposure);
    return exposure;
  };
  for (const order of books.orders.values()) {
    const exposure = of(order.instrumentId);
    const field = order.side === 'BUY' ? 'workingBuy' : 'workingSell';
    exposure[field] = tidyQuantity(exposure[field] + workingQuantity(order));
  }
  for (const execution of books.executions.values()) {
    const exposure = of(execution.instrumentId);
    const signed = signedQuantity(execution.side, execution.quantity);
    exposure.position = tidyQuantity(exposure.position + signed);
  }
  return exposures;
}

function expectCounted(books: TradingBooks): void {
  const counted = recount(books);
  for (const [instrumentId, exposure] of books.exposures) {
    expect(exposure).toEqual(counted.get(instrumentId));
  }
  const orders = [...books.orders.values()];
  expect(new Set(books.openOrders)).toEqual(
    new Set(orders.filter((order) => isOpen(order.status)).map((order) => order.orderRef)),
  );
  expect(books.unknownOrders).toBe(orders.filter((order) => order.status === 'UNKNOWN').length);
}

/** The position of the executions in the books, each corrected one where it first stood. */
function positionOf(facts: readonly Fact[], books: TradingBooks): Position | null {
  const families = new Set<string>();
  let position: Position | null = null;
  for (const fact of facts) {
    if (fact.kind !== 'execution.received') continue;
    const { family } = executionFamily(fact.body.execution.execId);
    if (families.has(family)) continue;
    families.add(family);
    const execution = books.executions.get(books.latestExecution.get(family) ?? '');
    if (execution === undefined) continue;
    position = applyFill(
      position ?? {
        accountId: execution.accountId,
        instrumentId: aapl,
        displaySymbol: 'AAPL',
        currency: 'USD',
        multiplier: 1,
        quantity: 0,
        costBasisMicros: 0,
        realizedPnlMicros: 0,
        commissionsMicros: 0,
      },
      signedQuantity(execution.side, execution.quantity),
      execution.price,
    );
  }
  if (position === null) return null;
  const commissions = [...books.executions.values()].map((each) => each.commissionMicros ?? 0);
  return { ...position, commissionsMicros: commissions.reduce((sum, each) => sum + each, 0) };
}

function replayed(facts: readonly Fact[]): TradingBooks {
  const books = createBooks();
  for (const fact of facts) applyFact(books, structuredClone(fact));
  return books;
}

describe('whatever the broker says, how often and in what order', () => {
  it('no fill is lost or doubled, statuses keep to the table, counters to a recount, replay to the books', () => {
    fc.assert(
      fc.property(
        fc.array(orderPlan, { minLength: 1, maxLength: 4 }),
        fc.array(step, { minLength: 1, maxLength: 60 }),
        (plans, steps) => {
          const desk = new TradingScenario();
          desk.reconcile({});
          plans.forEach((plan, index) => {
            const { side, timeInForce } = plan;
            if (plan.own) desk.place(index + 1, { side, timeInForce, quantity: plan.quantity });
          });
          const said = sayable(plans);
          const heard = new Heard();
          for (const each of steps) {
            const before = new Map(
              [...desk.books.orders].map(([orderRef, order]) => [orderRef, order.status]),
            );
            run(desk, heard, said, each);
            expectAlongTheTable(before, desk.books);
            expectCounted(desk.books);
            expect(desk.position).toBe(heard.sum(null));
          }
          // Where executions cannot be had any more, the broker's sum stands in for them.
          const counted = [...desk.books.orders.values()].filter(
            (order) => order.reason?.includes('does not list the executions') !== true,
          );
          for (const order of counted) {
            expect(order.filledQuantity).toBe(heard.sum(order.orderId));
          }
          const known = [...desk.books.executions.keys()].toSorted();
          const latest = [...heard.latest.values()].map((each) => each.execId).toSorted();
          expect(known).toEqual(latest);
          const position = desk.books.ledgers.get(aapl)?.position ?? null;
          expect(position).toEqual(positionOf(desk.facts, desk.books));
          expect(replayed(desk.facts)).toEqual(desk.books);
        },
      ),
      { numRuns: 400 },
    );
  });
});
