import { describe, expect, it } from 'vitest';

import { readChange } from './order-change.ts';

const order = { quantity: 500, limitPrice: 274.85, stopPrice: null, filledQuantity: 300 };
const draft = { quantity: '500', limitPrice: '274.85', stopPrice: '' };

describe('changing an order', () => {
  it('sends only what is different', () => {
    expect(readChange(order, { ...draft, limitPrice: '274.90' }).change).toEqual({
      quantity: null,
      limitPrice: 274.9,
      stopPrice: null,
    });
  });

  it('ignores a figure the order does not have', () => {
    expect(readChange(order, { ...draft, stopPrice: '270' }).problem).toBe(
      'Nothing is changed yet.',
    );
  });

  it.each([
    [{ quantity: 'many' }, 'The quantity is not a number. Write it like 1 250.50.'],
    [{ limitPrice: '' }, 'The limit price is not a number. Write it like 1 250.50.'],
    [{}, 'Nothing is changed yet.'],
    [
      { quantity: '300' },
      '300 are filled already, so the quantity must be more than that. To stop the rest, cancel the order.',
    ],
  ])('%j is refused', (change, problem) => {
    expect(readChange(order, { ...draft, ...change })).toEqual({ change: null, problem });
  });
});
