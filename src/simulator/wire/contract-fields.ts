import type { ListedInstrument } from '../market/catalogue.ts';
import type { Field } from './fields.ts';

/** IB leaves the multiplier of a stock empty. */
export function multiplierField(instrument: ListedInstrument): Field {
  const { secType, multiplier } = instrument;
  return secType === 'FUT' || secType === 'OPT' ? multiplier : '';
}

/** symbol, type, expiry, strike and right, as most messages begin their contract. */
export function identityFields(instrument: ListedInstrument): Field[] {
  const { symbol, secType, expiry, strike, right } = instrument;
  return [symbol, secType, expiry ?? '', strike, right];
}

/** Where a smart-routed instrument trades: its primary exchange, as far as the simulated market is concerned. */
export function venueOf({ primaryExchange, exchange }: ListedInstrument): string {
  return primaryExchange === '' ? exchange : primaryExchange;
}
