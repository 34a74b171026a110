import { expect, test } from 'vitest';

import { alertedAfterMs, breachProblems, latestMs, type BreachRow } from './breaches.ts';
import { highRiskProblems, type HighRiskRow } from './high-risk.ts';
import { drillProblems, killProblems, type Drilled, type Killed } from './kill.ts';

const concentrated: HighRiskRow = {
  position: 'concentrated',
  controlId: 'concentration',
  certified: 50,
  limit: 50,
  denied: ['concentration', 'buying-power'],
  left: false,
  passes: 'pass',
};

test.each<{ of: string; change: Partial<HighRiskRow>; says: string[] }>([
  { of: 'what is denied for its reason', change: {}, says: [] },
  {
    of: 'what is denied without a number',
    change: { certified: null, limit: null },
    says: [],
  },
  {
    of: 'another reason',
    change: { denied: ['buying-power'] },
    says: ['concentration does not deny what is concentrated.'],
  },
  {
    of: 'another limit',
    change: { limit: 500 },
    says: ['concentration compares what is concentrated with 500, not with 50.'],
  },
  {
    of: 'an order that left',
    change: { denied: [], limit: null, left: true },
    says: [
      'concentration does not deny what is concentrated.',
      'concentration compares what is concentrated with null, not with 50.',
      'An order left that is concentrated.',
    ],
  },
  {
    of: 'a control that denies everything',
    change: { passes: 'deny' },
    says: ['concentration says deny of what is not concentrated.'],
  },
])('says of $of what is wrong', ({ change, says }) => {
  expect(highRiskProblems([{ ...concentrated, ...change }])).toEqual(says);
});

const drilled: Drilled = {
  drill: {
    openOrders: 1,
    positions: [],
    decideMs: 0.2,
    recordMs: 2,
    leftMs: 1,
    answeredMs: 3,
    failure: null,
  },
  orders: [{ orderRef: 'one', before: 'WORKING', after: 'WORKING' }],
  facts: ['kill.drill-began', 'kill.drilled'],
};

test.each<{ of: string; change: Partial<Drilled>; says: string[] }>([
  { of: 'a drill that touches nothing', change: {}, says: [] },
  {
    of: 'one that did not get through',
    change: { drill: { ...drilled.drill, failure: 'The link is down.' } },
    says: ['The link is down.'],
  },
  {
    of: 'one that counts wrongly',
    change: { drill: { ...drilled.drill, openOrders: 0 } },
    says: ['It counts 0 open orders, and 1 are open.'],
  },
  {
    of: 'one that cancels',
    change: {
      orders: [{ orderRef: 'one', before: 'WORKING', after: 'CANCELLING' }],
      facts: [...drilled.facts, 'order.cancel-intended', 'order.cancel-intended'],
    },
    says: [
      'The order one was WORKING before it, and is CANCELLING after it.',
      'It recorded order.cancel-intended.',
    ],
  },
  {
    of: 'an order that is gone',
    change: { orders: [{ orderRef: 'one', before: 'WORKING', after: null }] },
    says: ['The order one was WORKING before it, and is gone after it.'],
  },
  {
    of: 'one that is not on record',
    change: { facts: ['kill.drill-began'] },
    says: ['It did not record kill.drilled.'],
  },
])('says of $of what a drill may not do', ({ change, says }) => {
  expect(drillProblems({ ...drilled, ...change })).toEqual(says);
});

const killed: Killed = {
  orders: [{ orderRef: 'one', status: 'CANCELLED' }],
  tradingState: 'HALTED',
  latch: 'kill',
  after: [{ what: 'A new order', accepted: false }],
  rearming: [
    { how: 'One person', must: false, did: false },
    { how: 'Two people', must: true, did: true },
  ],
  tradesAgain: true,
  facts: ['kill.engaged', 'trading-state.changed'],
};

test.each<{ of: string; change: Partial<Killed>; says: string[] }>([
  { of: 'one that ends everything', change: {}, says: [] },
  { of: 'one without orders', change: { orders: [] }, says: ['No order was open.'] },
  {
    of: 'one that leaves an order',
    change: { orders: [{ orderRef: 'one', status: 'WORKING' }] },
    says: ['The order one is WORKING.'],
  },
  {
    of: 'one that halts nothing',
    change: { tradingState: 'ACTIVE', latch: null },
    says: ['The desk is ACTIVE after it.', 'One person is enough to trade again after it.'],
  },
  {
    of: 'what is accepted after it',
    change: { after: [{ what: 'A new order', accepted: true }] },
    says: ['A new order was accepted after it.'],
  },
  {
    of: 'who trades again',
    change: {
      rearming: [
        { how: 'One person', must: false, did: true },
        { how: 'Two people', must: true, did: false },
      ],
      tradesAgain: false,
    },
    says: [
      'One person made the desk trade again.',
      'Two people do not make the desk trade again.',
      'No order leaves once two people have let it.',
    ],
  },
  { of: 'one that is not on record', change: { facts: [] }, says: ['It is not on record.'] },
])('says of $of what a kill switch must do', ({ change, says }) => {
  expect(killProblems({ ...killed, ...change })).toEqual(says);
});

const told = { severity: 'critical', observed: 90, threshold: 75, shownAt: 1_200 } as const;
const breach: BreachRow = {
  monitorId: 'concentration',
  cause: 'fact',
  expected: 100,
  threshold: 75,
  breachedAt: 1_000,
  alert: told,
};

test.each<{ of: string; change: Partial<BreachRow>; early?: string[]; says: string[] }>([
  { of: 'one that is told', change: {}, says: [] },
  { of: 'one that nobody is told', change: { alert: null }, says: ['concentration told nobody.'] },
  {
    of: 'one that was told before it came',
    change: {},
    early: ['concentration'],
    says: ['concentration told of a breach before there was one.'],
  },
  {
    of: 'one that never came',
    change: { breachedAt: null },
    says: ['What concentration watches never showed the breach.'],
  },
  {
    of: 'one that is told as a warning',
    change: { alert: { ...told, severity: 'warning' } },
    says: ['concentration says that a hard breach is warning.'],
  },
  {
    of: 'another threshold',
    change: { alert: { ...told, threshold: null } },
    says: ['concentration compares with null, not with 75.'],
  },
  {
    of: 'what is not beyond the threshold',
    change: { alert: { ...told, observed: 74 } },
    says: ['concentration saw 74; it came to 100, against 75.'],
  },
  {
    of: 'more than can have come',
    change: { alert: { ...told, observed: 121 } },
    says: ['concentration saw 121; it came to 100, against 75.'],
  },
])('says of $of what is wrong with a breach', ({ change, early = [], says }) => {
  expect(breachProblems([{ ...breach, ...change }], early)).toEqual(says);
});

test('the time to an alert is that from the breach, and not known where one of them is missing', () => {
  expect(alertedAfterMs(breach)).toBe(200);
  expect(alertedAfterMs({ ...breach, breachedAt: 1_300 })).toBe(0);
  const price: BreachRow = { ...breach, cause: 'price', breachedAt: 500 };
  expect(latestMs([breach, price, { ...breach, breachedAt: 900 }], 'fact')).toBe(300);
  expect(latestMs([breach, price], 'price')).toBe(700);
  expect(latestMs([breach], 'price')).toBeNull();
  expect(latestMs([breach, { ...breach, alert: null }], 'fact')).toBeNull();
});
