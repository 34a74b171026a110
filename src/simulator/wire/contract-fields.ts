import type { ListedInstrument } from '../market/catalogue.ts';
import type { Field } from './fields.ts';

/** IB leaves the multiplier of a stock empty. */
export function multiplierField(instrument: ListedInstrument): Field {
  return instrument.secType === 'STK' || instrument.secType === 'CASH' ? '' : instrument.multiplier;
}

/** symbol, type, expiry, strike and right, as most messages begin their contract. */
export function identityFields(instrument: ListedInstrument): Field[] {
  return [instrument.symbol, instrument.secType, instrument.expiry ?? '', 0, ''];
}
