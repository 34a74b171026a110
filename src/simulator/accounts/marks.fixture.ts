import { readCatalogue, type ListedInstrument } from '../market/catalogue.ts';
import type { Marks } from '../market/marks.ts';
import type { Commission } from './commissions.ts';

const { instruments } = readCatalogue();

export function named(localSymbol: string): ListedInstrument {
  const found = instruments.find((instrument) => instrument.localSymbol === localSymbol);
  if (found === undefined) throw new Error(`There is no ${localSymbol}.`);
  return found;
}

/** An option on SPY; its local symbol names it in a table of prices. */
export function optionOn(strike: number, right: 'C' | 'P'): ListedInstrument {
  const spy = named('SPY');
  return {
    ...spy,
    conId: 1_000_000_000 + strike * 2 + (right === 'C' ? 0 : 1),
    secType: 'OPT',
    localSymbol: `${right}${strike}`,
    multiplier: 100,
    strike,
    right,
    expiry: '20200320',
    underlying: { conId: spy.conId, symbol: 'SPY', secType: 'STK' },
    margin: { kind: 'option', share: 0.2 },
    commissionPlan: 'us-option',
  };
}

/** US dollars for a unit, by the prices that the tests trade at, so that exchanging money costs nothing. */
const dollars: Record<string, number> = { JPY: 1 / 105.305, EUR: 1.1285 };

/** A market that stands still at prices by local symbol. */
export function marksOf(prices: Record<string, number>): Marks {
  return {
    markOf: ({ localSymbol }) => prices[localSymbol] ?? 0,
    underlyingMarkOf: ({ underlying, secType }) =>
      secType === 'OPT' ? (prices[underlying?.symbol ?? ''] ?? 0) : null,
    dollarsPer: (currency) => dollars[currency] ?? 1,
  };
}

export function usd(amount: number): Commission {
  return { micros: Math.round(amount * 1e6), currency: 'USD' };
}
