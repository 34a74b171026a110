import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { optionModel } from './option-model.ts';

const atTheMoney = { right: 'C', strike: 100, underlying: 100, volatility: 0.2, years: 1 } as const;

describe('the option model', () => {
  // Worked by hand: d1 = 0.1, d2 = −0.1; 100 × (N(0.1) − N(−0.1)) = 100 × 0.0796557.
  it('prices an option at the money as the formula does', () => {
    const { price, delta, gamma, vega, theta } = optionModel(atTheMoney);
    expect(price).toBeCloseTo(7.965_567, 4);
    expect(delta).toBeCloseTo(0.539_828, 5);
    expect(gamma).toBeCloseTo(0.019_848, 5);
    expect(vega).toBeCloseTo(0.396_953, 5);
    expect(theta).toBeCloseTo(-0.010_875, 5);
  });

  it.each([
    ['C', 110, 10, 1],
    ['C', 90, 0, 0],
    ['P', 90, 10, -1],
    ['P', 110, 0, 0],
  ] as const)('at its end a %s at %i is worth %i', (right, underlying, price, delta) => {
    const ended = { ...atTheMoney, right, underlying, years: 0 };
    expect(optionModel(ended)).toMatchObject({ price, delta });
  });

  it('keeps put-call parity, never costs less than nothing or what it is worth in itself', () => {
    const inputs = fc.record({
      strike: fc.integer({ min: 50, max: 500 }),
      underlying: fc.integer({ min: 50, max: 500 }),
      volatility: fc.double({ min: 0.05, max: 1.2, noNaN: true }),
      years: fc.double({ min: 0.001, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(inputs, (input) => {
        const call = optionModel({ ...input, right: 'C' });
        const put = optionModel({ ...input, right: 'P' });
        const forward = input.underlying - input.strike;
        expect(Math.abs(call.price - put.price - forward)).toBeLessThan(1e-3);
        expect(call.price).toBeGreaterThanOrEqual(Math.max(0, forward));
        expect(put.price).toBeGreaterThanOrEqual(Math.max(0, -forward));
        expect(call.delta - put.delta).toBeCloseTo(1, 6);
      }),
    );
  });
});
