import type { Execution } from '#shared/domain/execution.ts';
import type { Instrument, InstrumentId } from '#shared/domain/instrument.ts';
import { addMicros, notionalMicros, toMicros, type Micros } from '#shared/domain/money.ts';
import { signedQuantity } from '#shared/domain/order.ts';

/** What of an instrument says what a fill of it does to cash. */
type CashTerms = Pick<Instrument, 'secType' | 'symbol' | 'currency' | 'multiplier'>;

export interface CashBalance {
  currency: string;
  cashMicros: Micros;
}

/**
 * The cash the desk expects at the broker: what was there when it was taken over, plus fills, less commissions, each in
 * its own currency. Interest, dividends, fees and transfers are not in it: they show as a break, which a person accepts.
 */
export interface CashBook {
  /** By currency; null until the broker's cash was first taken over. */
  balances: Map<string, Micros> | null;
  terms: Map<InstrumentId, CashTerms>;
  /** Fills of instruments that no fact has named yet. While there are any, nothing is known for certain. */
  unbooked: Execution[];
  /** When a future in this currency last traded, ISO-8601; what it gains is settled at prices the desk does not hear. */
  futuresTradedAt: Map<string, string>;
  /** When a fill or a commission last changed it, ISO-8601; null before the first. */
  changedAt: string | null;
}

export function createCashBook(): CashBook {
  return {
    balances: null,
    terms: new Map(),
    unbooked: [],
    futuresTradedAt: new Map(),
    changedAt: null,
  };
}

/** The broker's cash becomes the desk's; the first time with everything that was booked before forgotten. */
export function adoptCash(book: CashBook, balances: readonly CashBalance[]): void {
  if (book.balances === null) book.unbooked = [];
  book.balances ??= new Map();
  for (const { currency, cashMicros } of balances) {
    book.balances.set(currency, cashMicros);
    book.futuresTradedAt.delete(currency);
  }
}

export function nameCashTerms(book: CashBook, instrument: Instrument, at: string): void {
  const { instrumentId, secType, symbol, currency, multiplier } = instrument;
  book.terms.set(instrumentId, { secType, symbol, currency, multiplier });
  const waited = book.unbooked.filter((each) => each.instrumentId === instrumentId);
  if (waited.length === 0) return;
  book.unbooked = book.unbooked.filter((each) => each.instrumentId !== instrumentId);
  for (const execution of waited) bookTrade(book, execution, 1, at);
}

/** Books a fill with the commission it came with, or with -1 takes one back. */
export function bookFill(book: CashBook, execution: Execution, sign: 1 | -1, at: string): void {
  book.changedAt = at;
  if (book.balances === null) return;
  bookTrade(book, execution, sign, at);
  const { commissionCurrency, commissionMicros } = execution;
  if (commissionCurrency === null || commissionMicros === null) return;
  add(book, commissionCurrency, -sign * commissionMicros);
}

/** Books a commission that came by itself, in place of the one its execution had. */
export function bookCommission(
  book: CashBook,
  before: Execution,
  now: { currency: string; commissionMicros: Micros },
  at: string,
): void {
  book.changedAt = at;
  if (book.balances === null) return;
  if (before.commissionCurrency !== null && before.commissionMicros !== null) {
    add(book, before.commissionCurrency, before.commissionMicros);
  }
  add(book, now.currency, -now.commissionMicros);
}

function bookTrade(book: CashBook, execution: Execution, sign: 1 | -1, at: string): void {
  const terms = book.terms.get(execution.instrumentId);
  if (terms === undefined) {
    if (sign === 1) book.unbooked.push(execution);
    else book.unbooked = book.unbooked.filter(({ execId }) => execId !== execution.execId);
    return;
  }
  const quantity = sign * signedQuantity(execution.side, execution.quantity);
  if (terms.secType === 'FUT') {
    book.futuresTradedAt.set(terms.currency, at);
    return;
  }
  if (terms.secType === 'CASH') add(book, terms.symbol, toMicros(quantity));
  add(book, terms.currency, -notionalMicros(execution.price, quantity, terms.multiplier));
}

function add(book: CashBook, currency: string, micros: Micros): void {
  book.balances?.set(currency, addMicros(book.balances.get(currency) ?? 0, micros));
}
