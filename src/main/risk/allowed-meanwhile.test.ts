import { describe, expect, it } from 'vitest';

import type { Verdict } from '#shared/domain/control.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import type { Order } from '#shared/domain/order.ts';

import { AllowedMeanwhile } from './allowed-meanwhile.ts';
import { order } from './order.fixture.ts';

const needing = (observed: number | null): Verdict[] => [
  {
    controlId: 'buying-power',
    title: 'Buying power',
    outcome: 'pass',
    message: null,
    observed,
    limit: null,
    unit: 'USD',
    scope: null,
    hard: true,
    overrideReason: null,
  },
];
const sending = (orderRef: string): Order => order({ orderRef, status: 'SENDING' });
const intended = (orderRef: string, needed: number | null): NewFact => ({
  kind: 'order.intended',
  by: 'operator',
  body: { order: sending(orderRef), verdicts: needing(needed), limitsVersion: 1 },
});
const modified = (orderRef: string, needed: number): NewFact => ({
  kind: 'order.modify-intended',
  by: 'operator',
  body: {
    orderRef,
    change: { quantity: 20, limitPrice: null, stopPrice: null },
    verdicts: needing(needed),
    limitsVersion: 1,
  },
});
const changed = (orderRef: string, change: Partial<Order>): NewFact => ({
  kind: 'order.changed',
  by: 'desk',
  body: { order: { ...sending(orderRef), ...change }, cause: 'order-status' },
});

/** What a question counts that is put after the first facts and judged after the others. */
function counted(before: NewFact[], meanwhile: NewFact[] = []): number | null {
  const allowed = new AllowedMeanwhile((orderRef) => orderRef !== 'short');
  for (const fact of before) allowed.apply(fact);
  const question = allowed.ask();
  for (const fact of meanwhile) allowed.apply(fact);
  return question.notCounted();
}

describe('what a preview of the broker may not contain', () => {
  it.each<[string, NewFact[], NewFact[], number | null]>([
    ['nothing', [], [], 0],
    ['an order allowed while the question is out', [], [intended('a', 900)], 900],
    ['all of them', [], [intended('a', 900), intended('b', 50)], 950],
    ['one that only shrinks', [], [intended('a', null)], 0],
    ['one that was sent before and is not acknowledged', [intended('a', 900)], [], 900],
    [
      'one that was acknowledged before',
      [intended('a', 900), changed('a', { status: 'WORKING' })],
      [],
      0,
    ],
    [
      'one that is acknowledged meanwhile',
      [],
      [intended('a', 900), changed('a', { status: 'WORKING' })],
      900,
    ],
    [
      'one that fills meanwhile',
      [],
      [intended('a', 900), changed('a', { status: 'FILLED', filledQuantity: 10 })],
      900,
    ],
    [
      'one that is rejected meanwhile',
      [intended('a', 900)],
      [changed('a', { status: 'REJECTED' })],
      0,
    ],
    [
      'one that ends with a part filled',
      [intended('a', 900)],
      [changed('a', { status: 'CANCELLED', filledQuantity: 1 })],
      900,
    ],
    ['one of unknown fate', [intended('a', 900), changed('a', { status: 'UNKNOWN' })], [], 900],
    [
      'one whose cancel overtook its acknowledgement',
      [intended('a', 900), changed('a', { status: 'CANCELLING' })],
      [],
      900,
    ],
    [
      'a change',
      [intended('a', 900), changed('a', { status: 'WORKING' })],
      [modified('a', 1200)],
      1200,
    ],
    ['a change that makes it smaller', [intended('a', 900)], [modified('a', 100)], 900],
    [
      'a change that is not acknowledged',
      [
        intended('a', 900),
        changed('a', { status: 'WORKING' }),
        modified('a', 1200),
        changed('a', {
          status: 'WORKING',
          pendingChange: { quantity: 20, limitPrice: null, stopPrice: null },
        }),
      ],
      [],
      1200,
    ],
    [
      'one whose margin may be more than its value',
      [],
      [intended('a', 900), intended('short', 1)],
      null,
    ],
    ['one like that that only shrinks', [], [intended('short', null)], 0],
  ])('counts %s', (_, before, meanwhile, sum) => {
    expect(counted(before, meanwhile)).toBe(sum);
  });

  it('is nothing that comes after the order was judged, and each question counts for itself', () => {
    const allowed = new AllowedMeanwhile(() => true);
    const first = allowed.ask();
    const second = allowed.ask();
    first.end();
    allowed.apply(intended('a', 900));
    expect(first.notCounted()).toBe(0);
    expect(second.notCounted()).toBe(900);
  });
});
