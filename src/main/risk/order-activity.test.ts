import { describe, expect, it } from 'vitest';

import type { Verdict } from '#shared/domain/control.ts';
import type { Fact, NewFact } from '#shared/domain/fact.ts';

import { OrderActivity } from './order-activity.ts';
import { order } from './order.fixture.ts';

const START = Date.parse('2020-03-09T14:00:00.000Z');
const at = (ms: number, fact: NewFact): Fact => ({
  ...fact,
  seq: 1,
  at: new Date(START + ms).toISOString(),
});
const valued = (observed: number): Verdict => ({
  controlId: 'max-order-value',
  title: 'Max order value',
  outcome: 'pass',
  message: null,
  observed,
  limit: 250_000,
  unit: 'USD',
  scope: null,
  hard: true,
  overrideReason: null,
});
const placed = (ms: number, change: Parameters<typeof order>[0] = {}, value = 1000): Fact =>
  at(ms, {
    kind: 'order.intended',
    by: 'p1',
    body: { order: order(change), verdicts: [valued(value)], limitsVersion: 1 },
  });
const cancelled = (ms: number): Fact =>
  at(ms, { kind: 'order.cancel-intended', by: 'p1', body: { orderRef: 'order-1' } });
const modified = (ms: number, quantity: number | null = 5, value = 500): Fact =>
  at(ms, {
    kind: 'order.modify-intended',
    by: 'p1',
    body: {
      orderRef: 'order-1',
      change: { quantity, limitPrice: null, stopPrice: null },
      verdicts: [valued(value)],
      limitsVersion: 1,
    },
  });

function activity(...facts: Fact[]): OrderActivity {
  const made = new OrderActivity();
  for (const fact of facts) made.apply(fact);
  return made;
}

describe('the messages of the last second', () => {
  it('are new orders, modifies and cancels', () =>
    expect(activity(placed(0), modified(10), cancelled(20)).messagesInSecond(START + 30)).toBe(3));

  it('are forgotten when they are a second old', () => {
    const made = activity(placed(0), modified(400));
    expect(made.messagesInSecond(START + 999)).toBe(2);
    expect(made.messagesInSecond(START + 1000)).toBe(1);
    expect(made.messagesInSecond(START + 1400)).toBe(0);
  });

  it('stay counted when the clock is set back', () =>
    expect(activity(placed(5000)).messagesInSecond(START)).toBe(1));

  it('are counted right however many have come and gone', () => {
    const made = activity(...Array.from({ length: 5000 }, (_, i) => placed(i)));
    expect(made.messagesInSecond(START + 4999)).toBe(1000);
  });

  it('are not those that were denied', () => {
    const denied = at(0, {
      kind: 'order.denied',
      by: 'p1',
      body: { order: order({ status: 'DENIED' }), verdicts: [], limitsVersion: 1 },
    });
    expect(activity(denied).messagesInSecond(START)).toBe(0);
  });
});

describe('equal orders of the last second', () => {
  it('ask for the very same', () => {
    const made = activity(placed(0), placed(5));
    expect(made.equalOrdersInSecond(order(), START + 10)).toBe(2);
    expect(made.equalOrdersInSecond(order(), START + 1000)).toBe(1);
    expect(made.equalOrdersInSecond(order(), START + 1005)).toBe(0);
  });

  it.each([
    ['account', { accountId: 'DU2' }],
    ['instrument', { instrumentId: 2 }],
    ['side', { side: 'SELL' }],
    ['size', { quantity: 11 }],
    ['type', { orderType: 'MKT' }],
    ['limit price', { limitPrice: 100.01 }],
    ['stop price', { stopPrice: 100 }],
  ] as const)('differ by %s', (_what, change) =>
    expect(activity(placed(0)).equalOrdersInSecond(order(change), START)).toBe(0),
  );
});

it.each([
  ['how long it may wait', { timeInForce: 'GTC' }],
  ['whether it may trade outside regular hours', { outsideRth: true }],
] as const)('an order that differs by %s alone asks for the very same', (_what, change) =>
  expect(activity(placed(0)).equalOrdersInSecond(order(change), START)).toBe(1),
);

describe('the value of the last minute', () => {
  it('is that of new orders, whatever became of them, until they are a minute old', () => {
    const made = activity(placed(0), placed(500, { orderRef: 'order-2' }, 250), cancelled(600));
    expect(made.valueInMinute(START + 59_999)).toBe(1250);
    expect(made.valueInMinute(START + 60_000)).toBe(250);
    expect(made.valueInMinute(START + 60_500)).toBe(0);
  });

  it('grows with a modify by what it adds to the quantity', () =>
    expect(activity(placed(0), modified(10, 15, 1500)).valueInMinute(START + 20)).toBe(1500));

  it.each([
    ['a smaller quantity', 5],
    ['another price', null],
  ])('does not grow with a modify to %s', (_what, quantity) =>
    expect(activity(placed(0), modified(10, quantity)).valueInMinute(START + 20)).toBe(1000),
  );
});
