import type { ListedInstrument } from './catalogue.ts';

/** What the market says that accounts are valued by. */
export interface Marks {
  /** The price a holding is valued at. */
  markOf(instrument: ListedInstrument): number;
  /** The price of what an option is on; null for what is no option. */
  underlyingMarkOf(instrument: ListedInstrument): number | null;
  dollarsPer(currency: string): number;
}
