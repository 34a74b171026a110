import type { BrokerAccountValue } from '#shared/domain/broker-word.ts';
import { fromMicros, toMicros, type Micros } from '#shared/domain/money.ts';
import type { Break } from '#shared/domain/reconciliation-break.ts';

import { cashBreakId, type TradingBooks } from './books.ts';
import type { CashBalance } from './cash-book.ts';

/** The broker reports cash to the cent, so its figure and the desk's exact one can lie half a cent apart. */
const toleranceMicros = 10_000;
/** A larger sum cannot be held exactly. */
const mostUnits = 9e9;
/** Gains of futures are settled once a day. */
const settledAfterMs = 24 * 60 * 60_000;

export interface CashComparison {
  /** What the desk takes over by itself: at the first look, and where only futures settled in between. */
  adopted: readonly CashBalance[];
  breaks: readonly Break[];
}

/** The broker's cash by currency, IB's `CashBalance`: cash as of the trade. */
export function brokerCash(
  values: readonly BrokerAccountValue[],
  accountId: string,
): Map<string, Micros> {
  const cash = new Map<string, Micros>();
  for (const value of values) {
    if (value.tag !== 'CashBalance' || value.accountId !== accountId) continue;
    if (!/^[A-Z]{3}$/.test(value.currency) || value.value.trim() === '') continue;
    const units = Number(value.value);
    if (Math.abs(units) < mostUnits) cash.set(value.currency, toMicros(units));
  }
  return cash;
}

/**
 * Compares the cash the desk expects with the broker's, currency by currency. Null where it cannot be judged now: the
 * broker said nothing of it, or a fill of an instrument waits to be known. A currency in which futures are held or have
 * traded within a day is left out: their gains are settled at prices that the desk does not hear.
 */
export function compareCash(
  books: TradingBooks,
  broker: ReadonlyMap<string, Micros>,
  accountId: string,
  /** Now, ISO-8601. */
  at: string,
): CashComparison | null {
  if (broker.size === 0 || books.cash.unbooked.length > 0) return null;
  const expected = books.cash.balances;
  if (expected === null) {
    const adopted = [...broker].map(([currency, cashMicros]) => ({ currency, cashMicros }));
    return { adopted, breaks: [] };
  }
  const adopted: CashBalance[] = [];
  const breaks: Break[] = [];
  const inFutures = currenciesOfFutures(books);
  for (const currency of new Set([...expected.keys(), ...broker.keys()])) {
    const said = broker.get(currency) ?? 0;
    const traded = books.cash.futuresTradedAt.get(currency);
    if (inFutures.has(currency)) continue;
    if (traded !== undefined) {
      const settled = Date.parse(at) - Date.parse(traded) >= settledAfterMs;
      if (settled) adopted.push({ currency, cashMicros: said });
      continue;
    }
    const counted = expected.get(currency) ?? 0;
    if (Math.abs(said - counted) <= toleranceMicros) continue;
    breaks.push({
      breakId: cashBreakId(accountId, currency),
      kind: 'cash',
      subject: `Cash in ${currency}`,
      desk: `${fromMicros(counted).toFixed(2)} ${currency}`,
      broker: `${fromMicros(said).toFixed(2)} ${currency}`,
      instrumentId: null,
      orderRef: null,
      acceptable: true,
    });
  }
  return { adopted, breaks };
}

function currenciesOfFutures(books: TradingBooks): Set<string> {
  const currencies = new Set<string>();
  for (const { instrumentId, quantity } of books.ledgers.values()) {
    const terms = books.cash.terms.get(instrumentId);
    if (quantity !== 0 && terms?.secType === 'FUT') currencies.add(terms.currency);
  }
  return currencies;
}
