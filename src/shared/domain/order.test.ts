import { describe, expect, it } from 'vitest';

import {
  orderChangeSchema,
  orderTicketSchema,
  orderTypeSchema,
  signedQuantity,
  type OrderType,
} from './order.ts';

const ticket = {
  instrumentId: 265598,
  side: 'BUY',
  orderType: 'LMT',
  quantity: 10,
  limitPrice: 13.26,
  stopPrice: null,
  timeInForce: 'DAY',
  outsideRth: false,
};

function problemsOf(input: unknown): string[] {
  const parsed = orderTicketSchema.safeParse(input);
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'));
}

describe('a ticket', () => {
  const prices: Record<OrderType, readonly (readonly [number | null, number | null, string[]])[]> =
    {
      MKT: [
        [null, null, []],
        [13, null, ['limitPrice']],
        [null, 13, ['stopPrice']],
        [13, 13, ['limitPrice', 'stopPrice']],
      ],
      LMT: [
        [13, null, []],
        [null, null, ['limitPrice']],
        [13, 13, ['stopPrice']],
      ],
      STP: [
        [null, 13, []],
        [null, null, ['stopPrice']],
        [13, 13, ['limitPrice']],
      ],
      'STP LMT': [
        [13, 13, []],
        [null, null, ['limitPrice', 'stopPrice']],
        [13, null, ['stopPrice']],
        [null, 13, ['limitPrice']],
      ],
    };
  it.each(orderTypeSchema.options)('of type %s carries its prices and no other', (orderType) => {
    for (const [limitPrice, stopPrice, problems] of prices[orderType]) {
      expect(problemsOf({ ...ticket, orderType, limitPrice, stopPrice })).toEqual(problems);
    }
  });

  it.each([
    ['quantity', 0],
    ['quantity', -1],
    ['quantity', Number.NaN],
    ['quantity', Infinity],
    ['quantity', '10'],
    ['limitPrice', Number.NaN],
    ['limitPrice', Infinity],
    ['limitPrice', '13.26'],
    ['side', 'SHORT'],
    ['orderType', 'FEELINGS'],
    ['timeInForce', 'FOK'],
    ['instrumentId', 0],
    ['instrumentId', 1.5],
    ['outsideRth', 'no'],
  ])('with %s %s is refused for it', (field, value) => {
    expect(problemsOf({ ...ticket, [field]: value })).toContain(field);
  });

  it('takes a price below zero: a future can trade there', () => {
    expect(problemsOf({ ...ticket, limitPrice: -37.63 })).toEqual([]);
  });

  it('takes nothing it does not know', () => {
    expect(orderTicketSchema.safeParse({ ...ticket, transmit: false }).success).toBe(false);
  });

  it('says in a sentence what is missing', () => {
    const parsed = orderTicketSchema.safeParse({ ...ticket, limitPrice: null });
    expect(parsed.error?.issues[0]?.message).toBe('A LMT order needs a limit price. Enter one.');
  });
});

describe('a change', () => {
  it.each([
    [{ quantity: 5, limitPrice: null, stopPrice: null }, true],
    [{ quantity: null, limitPrice: -1.5, stopPrice: null }, true],
    [{ quantity: 0, limitPrice: null, stopPrice: null }, false],
    [{ quantity: Number.NaN, limitPrice: null, stopPrice: null }, false],
    [{ quantity: 5 }, false],
    [{ quantity: 5, limitPrice: null, stopPrice: null, side: 'SELL' }, false],
  ])('%o is taken: %s', (change, taken) => {
    expect(orderChangeSchema.safeParse(change).success).toBe(taken);
  });
});

it('a sale takes away', () => {
  expect([signedQuantity('BUY', 5), signedQuantity('SELL', 5)]).toEqual([5, -5]);
});
