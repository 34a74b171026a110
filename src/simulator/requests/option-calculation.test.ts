import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { optionModel } from '../market/option-model.ts';
import { impliedVolatility } from './option-calculation.ts';

describe('the implied volatility', () => {
  it('is the one the price was made with', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('C' as const, 'P' as const),
        fc.double({ min: 80, max: 120, noNaN: true }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        fc.double({ min: 0.1, max: 2, noNaN: true }),
        (right, strike, volatility, years) => {
          const inputs = { right, strike, underlying: 100, years };
          const { price } = optionModel({ ...inputs, volatility });
          expect(impliedVolatility(inputs, price)?.volatility).toBeCloseTo(volatility, 3);
        },
      ),
    );
  });

  it('does not exist below the value of exercise, above the underlying, or at the end', () => {
    const inputs = { right: 'C', strike: 90, underlying: 100, years: 0.5 } as const;
    expect(impliedVolatility(inputs, 9)).toBeNull();
    expect(impliedVolatility(inputs, 101)).toBeNull();
    expect(impliedVolatility({ ...inputs, years: 0 }, 12)).toBeNull();
  });
});
