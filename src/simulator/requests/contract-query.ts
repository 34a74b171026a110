import { refusals, type Refusal } from '../exchange/refusals.ts';
import type { ListedInstrument } from '../market/catalogue.ts';
import type { FieldReader } from '../wire/fields.ts';

/** A contract as a client describes it; empty fields match anything. */
export interface ContractQuery {
  conId: number;
  symbol: string;
  secType: string;
  expiry: string;
  /** 0 for any. */
  strike: number;
  /** `C`, `P` or empty for any. */
  right: string;
  exchange: string;
  primaryExchange: string;
  currency: string;
  localSymbol: string;
  tradingClass: string;
}

/** Reads the contract fields that most requests begin with, from conId to tradingClass. */
export function readContractQuery(fields: FieldReader): ContractQuery {
  const conId = fields.integer('conId');
  const symbol = fields.text('symbol');
  const secType = fields.text('secType');
  const expiry = fields.text('lastTradeDateOrContractMonth');
  const strike = fields.optionalNumber('strike') ?? 0;
  const right = fields.text('right').trim().toUpperCase().slice(0, 1);
  fields.skip('multiplier');
  const exchange = fields.text('exchange');
  const primaryExchange = fields.text('primaryExchange');
  const currency = fields.text('currency');
  const localSymbol = fields.text('localSymbol');
  const tradingClass = fields.text('tradingClass');
  return {
    conId,
    symbol,
    secType,
    expiry,
    strike,
    // Some clients write 0 or ? for none.
    right: right === 'C' || right === 'P' ? right : '',
    exchange,
    primaryExchange,
    currency,
    localSymbol,
    tradingClass,
  };
}

/** The instruments a description fits. A conId decides alone. */
export function findInstruments(
  instruments: readonly ListedInstrument[],
  query: ContractQuery,
): ListedInstrument[] {
  if (query.conId !== 0) return instruments.filter(({ conId }) => conId === query.conId);
  if (query.symbol === '' && query.localSymbol === '') return [];
  return instruments.filter(
    (instrument) =>
      fits(query.symbol, instrument.symbol) &&
      fits(query.secType, instrument.secType) &&
      fits(query.currency, instrument.currency) &&
      fits(query.localSymbol, instrument.localSymbol) &&
      fits(query.tradingClass, instrument.tradingClass) &&
      fits(query.primaryExchange, instrument.primaryExchange) &&
      (instrument.expiry ?? '').startsWith(query.expiry) &&
      (query.strike === 0 || query.strike === instrument.strike) &&
      (query.right === '' || query.right === instrument.right) &&
      (fits(query.exchange, instrument.exchange) ||
        query.exchange.toUpperCase() === instrument.primaryExchange),
  );
}

/** The one instrument a description fits, or why there is none. */
export function findOneInstrument(
  instruments: readonly ListedInstrument[],
  query: ContractQuery,
): ListedInstrument | Refusal {
  if (query.secType === 'BAG') return refusals.notSimulated('A combination');
  const [instrument, ...others] = findInstruments(instruments, query);
  if (instrument === undefined) return refusals.unknownContract;
  return others.length > 0 ? refusals.ambiguousContract : instrument;
}

function fits(asked: string, has: string): boolean {
  return asked === '' || asked.toUpperCase() === has.toUpperCase();
}

/** Instruments whose symbol or name begins with or contains the pattern, the closest first. Options are not among them. */
export function searchInstruments(
  instruments: readonly ListedInstrument[],
  pattern: string,
): ListedInstrument[] {
  const wanted = pattern.trim().toUpperCase();
  if (wanted === '') return [];
  const rank = ({ symbol, localSymbol, longName }: ListedInstrument): number => {
    if (symbol === wanted || localSymbol === wanted) return 0;
    if (symbol.startsWith(wanted) || localSymbol.startsWith(wanted)) return 1;
    return longName.toUpperCase().includes(wanted) ? 2 : 3;
  };
  return instruments
    .filter(({ secType }) => secType !== 'OPT')
    .map((instrument) => ({ instrument, rank: rank(instrument) }))
    .filter((found) => found.rank < 3)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, 16)
    .map(({ instrument }) => instrument);
}
