import type { ListedInstrument } from '../market/catalogue.ts';

export interface MarginRequirement {
  /** US dollars. */
  initial: number;
  maintenance: number;
}

/** Share of a stock position's value. Source: Regulation T for initial margin, FINRA 4210 for maintenance. */
const regulationT = { initial: 0.5, maintenance: 0.25 };

/** What holding a position takes; `value` is its worth in US dollars, unsigned. */
export function marginOf(
  instrument: ListedInstrument,
  quantity: number,
  value: number,
): MarginRequirement {
  const { margin } = instrument;
  switch (margin.kind) {
    case 'regulation-t':
      return { initial: regulationT.initial * value, maintenance: regulationT.maintenance * value };
    case 'per-contract':
      return {
        initial: margin.initial * Math.abs(quantity),
        maintenance: margin.maintenance * Math.abs(quantity),
      };
    case 'percent':
      return {
        initial: (margin.initial * value) / 100,
        maintenance: (margin.maintenance * value) / 100,
      };
  }
}

/** Buying power per dollar of available funds, at 50 % initial margin. */
export const buyingPowerFactor = 2;
