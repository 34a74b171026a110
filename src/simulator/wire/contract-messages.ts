import type { ContractHours } from '../market/contract-hours.ts';
import type { ListedInstrument } from '../market/catalogue.ts';
import { identityFields, multiplierField, venueOf } from './contract-fields.ts';
import { message, sevenBit } from './fields.ts';
import { minimumServerVersion as since } from './server-versions.ts';

/** The order types the exchange simulates, in IB's notation. */
const orderTypes =
  'DAY,FOK,GTC,GTD,IOC,LIT,LMT,LOC,MIT,MKT,MOC,OPG,REL,STP,STPLMT,TRAIL,TRAILLMT,WHATIF,';

/**
 * 10, without a version since server version 164: request, symbol, type, expiry, [182: last trade date,] strike,
 * right, exchange, currency, local symbol, market name, trading class, conId, smallest step, multiplier, order types,
 * valid exchanges, price magnifier, conId of the underlying, long name, primary exchange, month, industry, category,
 * subcategory, zone, trading hours, liquid hours, EV rule and multiplier, number of other ids (tag and value each),
 * aggregation group, symbol and type of the underlying, market rules, real expiry, stock type, smallest size, size
 * increment, suggested size increment, [179, for funds alone: seventeen fields,] [186: number of ineligibility
 * reasons (id and description each)].
 */
export function contractDetails(
  serverVersion: number,
  requestId: number,
  instrument: ListedInstrument,
  hours: ContractHours,
): string {
  const exchanges = validExchanges(instrument);
  const { expiry, underlying } = instrument;
  const [symbol = '', secType = '', expiryField = '', strike = 0, right = ''] =
    identityFields(instrument);
  return message(
    10,
    requestId,
    symbol,
    secType,
    expiryField,
    ...(serverVersion >= since.lastTradeDate ? [expiryField] : []),
    strike,
    right,
    instrument.exchange,
    instrument.currency,
    instrument.localSymbol,
    instrument.tradingClass,
    instrument.tradingClass,
    instrument.conId,
    instrument.minTick,
    multiplierField(instrument),
    instrument.tradable ? orderTypes : '',
    exchanges.join(','),
    1,
    underlying?.conId ?? 0,
    sevenBit(instrument.longName),
    instrument.primaryExchange,
    expiry?.slice(0, 6) ?? '',
    instrument.industry,
    instrument.category,
    '',
    hours.timeZoneId,
    hours.tradingHours,
    hours.liquidHours,
    '',
    '',
    0,
    1,
    underlying?.symbol ?? '',
    underlying?.secType ?? '',
    exchanges.map(() => instrument.marketRuleId).join(','),
    expiry ?? '',
    instrument.stockType,
    instrument.minSize,
    instrument.sizeIncrement,
    instrument.lotSize,
    ...(serverVersion >= since.ineligibilityReasons ? [0] : []),
  );
}

/**
 * 18, without a version since server version 164: request, symbol, type, CUSIP, coupon, maturity, issue date,
 * ratings, bond type, coupon type, whether it is convertible, callable and putable, description, exchange, currency,
 * market name, trading class, conId, smallest step, order types, valid exchanges, date, type and partiality of the
 * next option, notes, long name, [188: zone, trading hours, liquid hours,] EV rule and multiplier, number of other
 * ids (tag and value each), aggregation group, market rules, smallest size, size increment, suggested size increment.
 */
export function bondContractDetails(
  serverVersion: number,
  requestId: number,
  instrument: ListedInstrument,
  hours: ContractHours,
): string {
  const exchanges = validExchanges(instrument);
  return message(
    18,
    requestId,
    instrument.symbol,
    instrument.secType,
    '',
    couponIn(instrument.longName),
    instrument.expiry ?? '',
    '',
    '',
    instrument.category,
    'FIXED',
    false,
    false,
    false,
    sevenBit(instrument.longName),
    instrument.exchange,
    instrument.currency,
    instrument.tradingClass,
    instrument.tradingClass,
    instrument.conId,
    instrument.minTick,
    instrument.tradable ? orderTypes : '',
    exchanges.join(','),
    '',
    '',
    false,
    '',
    sevenBit(instrument.longName),
    ...(serverVersion >= since.bondTradingHours
      ? [hours.timeZoneId, hours.tradingHours, hours.liquidHours]
      : []),
    '',
    '',
    0,
    1,
    exchanges.map(() => instrument.marketRuleId).join(','),
    instrument.minSize,
    instrument.sizeIncrement,
    instrument.lotSize,
  );
}

/** A bond's name says what it pays, percent a year: `US T 1 1/2 02/15/30` or `US T 1.5 02/15/30`. */
function couponIn(longName: string): number {
  const match = /(\d+(?:\.\d+)?)(?: (\d)\/(\d))? \d{2}\/\d{2}\/\d{2}/.exec(longName);
  if (match === null) return 0;
  const [, whole = '0', over = '0', under = '1'] = match;
  return Number(whole) + Number(over) / Number(under);
}

function validExchanges({ exchange, primaryExchange }: ListedInstrument): string[] {
  return primaryExchange === '' ? [exchange] : [exchange, primaryExchange];
}

/** 52: version, request. */
export function contractDetailsEnd(requestId: number): string {
  return message(52, 1, requestId);
}

export interface SymbolSample {
  instrument: ListedInstrument;
  /** Types of what is derived from it, such as options. */
  derivatives: readonly string[];
}

/**
 * 79, without a version: request, count; then of each conId, symbol, type, primary exchange, currency, number of
 * derivative types, those types, [176: description, issuer].
 */
export function symbolSamples(requestId: number, samples: readonly SymbolSample[]): string {
  return message(
    79,
    requestId,
    samples.length,
    ...samples.flatMap(({ instrument, derivatives }) => [
      instrument.conId,
      instrument.symbol,
      instrument.secType,
      venueOf(instrument),
      instrument.currency,
      derivatives.length,
      ...derivatives,
      sevenBit(instrument.longName),
      '',
    ]),
  );
}

/** 93, without a version: rule, count; then of each step the price it begins at and the increment. */
export function marketRule(
  marketRuleId: number,
  increments: readonly { lowEdge: number; increment: number }[],
): string {
  return message(
    93,
    marketRuleId,
    increments.length,
    ...increments.flatMap(({ lowEdge, increment }) => [lowEdge, increment]),
  );
}

/** The options of an underlying on one exchange. */
export interface OptionChain {
  exchange: string;
  underlyingConId: number;
  tradingClass: string;
  multiplier: number;
  /** YYYYMMDD. */
  expirations: readonly string[];
  strikes: readonly number[];
}

/**
 * 75, without a version: request, exchange, conId of the underlying, trading class, multiplier, number of
 * expirations, those, number of strikes, those.
 */
export function optionParameters(requestId: number, chain: OptionChain): string {
  return message(
    75,
    requestId,
    chain.exchange,
    chain.underlyingConId,
    chain.tradingClass,
    chain.multiplier,
    chain.expirations.length,
    ...chain.expirations,
    chain.strikes.length,
    ...chain.strikes,
  );
}

/** 76, without a version: request. */
export function optionParametersEnd(requestId: number): string {
  return message(76, requestId);
}
