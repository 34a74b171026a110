import { describe, expect, it } from 'vitest';

import { figure, money } from './figure.ts';

describe('a figure in a sentence', () => {
  it.each<[number, number, string]>([
    [0, 8, '0'],
    [999, 8, '999'],
    [1000, 8, '1 000'],
    [152_000, 2, '152 000'],
    [1_234_567.5, 2, '1 234 567.5'],
    [0.25, 8, '0.25'],
    [0.005, 8, '0.005'],
    [5.010000000000005, 2, '5.01'],
    [999.999, 2, '1 000'],
    [-37.63, 8, '\u221237.63'],
    [-0.001, 2, '0'],
    [Number.NaN, 2, 'NaN'],
    [Number.POSITIVE_INFINITY, 2, 'Infinity'],
  ])('%d with at most %d decimals reads %s', (value, digits, text) => {
    expect(figure(value, digits).replaceAll('\u202f', ' ')).toBe(text);
  });

  it('carries its currency when it is money', () => {
    expect(money(100_000.128, 'USD').replaceAll('\u202f', ' ')).toBe('100 000.13 USD');
  });
});
