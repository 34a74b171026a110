import * as fc from 'fast-check';

import type {
  BrokerExecution,
  BrokerOrder,
  BrokerOrderStatus,
} from '#shared/domain/broker-word.ts';
import { orderSideSchema, timeInForceSchema } from '#shared/domain/order.ts';

import type { TradingWord } from './decide-broker-word.ts';
import {
  brokerExecution,
  brokerOrder,
  commissionWord,
  errorWord,
  statusWord,
} from './trading-scenario.ts';

/** Tenths, so that sums of them show the error of doubles. */
const quantity = fc.integer({ min: 1, max: 60 }).map((tenths) => tenths / 10);
const price = fc.integer({ min: 900, max: 1100 }).map((cents) => cents / 100);

const statuses: readonly BrokerOrderStatus[] = [
  'ApiPending',
  'PendingSubmit',
  'PreSubmitted',
  'Submitted',
  'PendingCancel',
  'ApiCancelled',
  'Cancelled',
  'Filled',
  'Inactive',
];

/** An order and everything the broker could ever say about it, in no order. */
export const orderPlan = fc.record({
  own: fc.boolean(),
  side: fc.constantFrom(...orderSideSchema.options),
  timeInForce: fc.constantFrom(...timeInForceSchema.options),
  quantity,
  fills: fc.array(
    fc.record({ price, revisions: fc.array(quantity, { minLength: 1, maxLength: 3 }) }),
    { maxLength: 4 },
  ),
  figures: fc.array(fc.record({ quantity, limitPrice: price }), { minLength: 1, maxLength: 3 }),
});

export const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('word' as const), pick: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), pick: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('modify' as const), pick: fc.nat(), quantity }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('snapshot' as const),
      complete: fc.boolean(),
      picks: fc.array(fc.nat(), { maxLength: 12 }),
      quietSeconds: fc.constantFrom(0, 60),
    }),
  },
);

type OrderPlan = typeof orderPlan extends fc.Arbitrary<infer Plan> ? Plan : never;
export type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

/** What can be said, as words and as parts of a snapshot. */
export interface Sayable {
  words: TradingWord[];
  orders: BrokerOrder[];
  executions: BrokerExecution[];
}

export function sayable(plans: readonly OrderPlan[]): Sayable {
  const said: Sayable = { words: [], orders: [], executions: [] };
  plans.forEach((plan, index) => {
    const orderId = index + 1;
    const orderRef = plan.own && index % 2 === 0 ? `ref-${orderId}` : null;
    const clientId = plan.own ? 1 : 9;
    const { side, timeInForce } = plan;
    for (const brokerStatus of statuses) {
      for (const figures of [{ quantity: plan.quantity }, ...plan.figures]) {
        const order = { ...figures, orderRef, clientId, side, timeInForce, brokerStatus };
        said.orders.push(brokerOrder(orderId, order));
      }
      if (plan.own) said.words.push(statusWord(orderId, brokerStatus, { filled: plan.quantity }));
    }
    if (plan.own) {
      said.words.push(errorWord(orderId, 201, 'rejected', 'no funds'));
      said.words.push(errorWord(orderId, 321, 'modify-refused', 'bad figures'));
      said.words.push(errorWord(orderId, 161, 'cancel-refused', 'not cancellable'));
      said.words.push(errorWord(orderId, 10147, 'unknown-order', 'not found'));
    }
    plan.fills.forEach((fill, fillIndex) => {
      fill.revisions.forEach((revised, revision) => {
        const execId = `${orderId}.${fillIndex}.0${revision + 1}`;
        const execution = { orderRef, clientId, side, quantity: revised, price: fill.price };
        said.executions.push(brokerExecution(orderId, execId, execution));
        // Executions and their commissions are what must not be lost: they are said more often than the rest.
        for (let times = 0; times < 6; times += 1) {
          said.words.push({
            kind: 'execution',
            execution: brokerExecution(orderId, execId, execution),
          });
          said.words.push(commissionWord(execId, 100_000 * (revision + 1)));
        }
      });
    });
  });
  for (const order of said.orders) said.words.push({ kind: 'open-order', order });
  return said;
}
