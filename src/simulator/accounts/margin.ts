import type { ListedInstrument } from '../market/catalogue.ts';

/** US dollars that a position takes of an account's equity with loan value. */
export interface MarginRequirement {
  initial: number;
  maintenance: number;
}

/** What margin is reckoned from, in the instrument's currency. */
export interface MarginPrices {
  mark: number;
  /** What an option is on; null for what is no option. */
  underlying: number | null;
  /** US dollars for one unit of the instrument's currency. */
  dollarsPer: number;
}

/**
 * Shares of a stock position's value. Regulation T asks for 50 % of a long position at the time of the trade, and for
 * 150 % of a short one, of which the sale itself brings 100; the account's equity has both the proceeds and the debt
 * in it, so 50 % of equity is left to find. Sources: 12 CFR 220.12 (Regulation T); IB, U.S. Stocks Margin: Reg T
 * initial 50 %, maintenance of a long position 25 %.
 */
const stock = { initial: 0.5, longMaintenance: 0.25, shortMaintenance: 0.3 };

/**
 * Maintenance of a short share by its price: 30 % above $16.67, $5 down to $5, all of it down to $2.50, and $2.50 below
 * that. Sources: IB, U.S. Stocks Margin, Short Positions; FINRA Rule 4210(c).
 */
function shortShareMaintenance(dollars: number): number {
  if (dollars >= 5) return Math.max(stock.shortMaintenance * dollars, 5);
  return Math.max(dollars, 2.5);
}

/** What holding `quantity` (signed, negative is short) takes. */
export function marginOf(
  instrument: ListedInstrument,
  quantity: number,
  prices: MarginPrices,
): MarginRequirement {
  const { margin, multiplier } = instrument;
  const units = Math.abs(quantity);
  const value = units * multiplier * prices.mark * prices.dollarsPer;
  switch (margin.kind) {
    case 'regulation-t': {
      const maintenance =
        quantity >= 0
          ? stock.longMaintenance * value
          : units * shortShareMaintenance(prices.mark * prices.dollarsPer);
      return { initial: Math.max(stock.initial * value, maintenance), maintenance };
    }
    case 'per-contract': {
      const { initial, maintenance } = margin;
      return {
        initial: initial * units * prices.dollarsPer,
        maintenance: maintenance * units * prices.dollarsPer,
      };
    }
    case 'percent':
      return {
        initial: (margin.initial * value) / 100,
        maintenance: (margin.maintenance * value) / 100,
      };
    case 'option': {
      if (quantity >= 0) return { initial: 0, maintenance: 0 };
      const each = shortOptionMargin(instrument, prices, margin.share);
      const requirement = each * units * multiplier * prices.dollarsPer;
      return { initial: requirement, maintenance: requirement };
    }
  }
}

/**
 * Margin of one unit of a short option that nothing covers: its price, and 20 % of the underlying less what it is out of
 * the money, at least 10 % of the underlying (call) or of the strike (put). A long one takes none, as it is paid in
 * full and cannot be borrowed against. Spreads and covered calls are not recognised: each option stands alone, which is
 * never too little. Source: IB, US Options Margin, Naked Call and Naked Put.
 */
function shortOptionMargin(
  { strike, right }: ListedInstrument,
  { mark, underlying }: MarginPrices,
  share: number,
): number {
  const spot = underlying ?? strike;
  const outOfTheMoney = Math.max(0, right === 'C' ? strike - spot : spot - strike);
  const least = 0.1 * (right === 'C' ? spot : strike);
  return mark + Math.max(share * spot - outOfTheMoney, least);
}

/**
 * Buying power per dollar of available funds. IB shows a Reg T account four times, as it asks for 25 % within the day and
 * for Regulation T's 50 % at its end. This gateway asks for the 50 % at the trade, so twice is what can really be bought:
 * four times would promise what the order is then refused for. Source: IB, TWS Users' Guide, Available for Trading.
 */
export const buyingPowerFactor = 1 / stock.initial;
