import { describe, expect, it } from 'vitest';

import { readCatalogue, type ListedInstrument } from '../market/catalogue.ts';
import { orderCommissionMicros } from './commissions.ts';

const { instruments } = readCatalogue();

function named(localSymbol: string): ListedInstrument {
  const found = instruments.find((instrument) => instrument.localSymbol === localSymbol);
  if (found === undefined) throw new Error(`There is no ${localSymbol}.`);
  return found;
}

describe('commissions', () => {
  it.each([
    ['the minimum of a small stock order', 'SPY', 10, 2800, 1],
    ['half a cent a share', 'SPY', 1000, 280_000, 5],
    ['one per cent of a tiny order', 'F', 3, 18, 0.18],
    ['a price for each future', 'ESM0', 3, 430_000, 6.75],
    ['a price for each micro future', 'MESM0', 10, 143_000, 6.2],
    ['the minimum of a small currency order', 'EUR.USD', 20_000, 22_600, 2],
    ['a fifth of a basis point', 'EUR.USD', 1_000_000, 1_130_000, 22.6],
    ['nothing for nothing', 'SPY', 0, 0, 0],
  ])('%s', (_, symbol, quantity, value, dollars) => {
    expect(orderCommissionMicros(named(symbol), quantity, value)).toBe(dollars * 1e6);
  });
});
