import type { InstrumentQuery } from './order-wire.ts';

const currencyPair = /^([A-Z]{3})[./]([A-Z]{3})$/;
const future = /^(\S+)\s+(\d{6}(?:\d{2})?)$/;
const option = /^(\S+)\s+(\d{6}(?:\d{2})?)\s+(\d+(?:\.\d+)?)\s*([CP])$/;

/**
 * What a search text names exactly: `EUR.USD`, `MES 202006` or `MES 20200619` (a future by month or last trade date),
 * `SPY 20200320 250 C` (an option). Null for anything else, which is a symbol or a part of a name.
 */
export function parseSearchText(text: string): InstrumentQuery | null {
  const wanted = text.trim().toUpperCase();
  const [, base, quoted] = currencyPair.exec(wanted) ?? [];
  if (base !== undefined && quoted !== undefined) {
    return { symbol: base, currency: quoted, secType: 'CASH', exchange: 'IDEALPRO' };
  }
  const [, underlying, expiry, strike, right] = option.exec(wanted) ?? future.exec(wanted) ?? [];
  if (underlying === undefined || expiry === undefined) return null;
  if (strike === undefined) return { symbol: underlying, secType: 'FUT', expiry };
  return {
    symbol: underlying,
    secType: 'OPT',
    exchange: 'SMART',
    expiry,
    strike: Number(strike),
    right: right === 'P' ? 'P' : 'C',
  };
}
