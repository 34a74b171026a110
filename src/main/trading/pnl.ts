import { addMicros, toMicros, type Micros } from '#shared/domain/money.ts';
import { unrealizedPnlMicros } from '#shared/domain/position.ts';
import type { PositionLedger } from '#shared/domain/position-ledger.ts';

import type { TradingBooks } from './books.ts';
import type { MarkOf } from './position-rows.ts';

/** Units of the base currency for one unit of `currency`; null where it is not known. */
export type RateToBase = (currency: string) => number | null;

/**
 * Realised plus unrealised P&L less commissions of everything in the books, micro-units of the base currency.
 * Null while it cannot be said exactly: a held instrument has no mark or is not resolved, or a currency has no rate.
 */
export function totalPnlMicros(
  books: TradingBooks,
  markOf: MarkOf,
  rateToBase: RateToBase,
): Micros | null {
  let total: Micros = 0;
  for (const ledger of books.ledgers.values()) {
    const sums = pnlByCurrency(ledger, markOf);
    if (sums === null) return null;
    for (const [currency, micros] of sums) {
      if (micros === 0) continue;
      const rate = rateToBase(currency);
      if (rate === null) return null;
      total = addMicros(total, rate === 1 ? micros : toMicros((micros * rate) / 1e6));
    }
  }
  return total;
}

/** Null where the instrument is not known, or held and without a mark. */
function pnlByCurrency(ledger: PositionLedger, markOf: MarkOf): Map<string, Micros> | null {
  const { position } = ledger;
  if (position === null) return null;
  const sums = new Map<string, Micros>();
  for (const [currency, commissions] of ledger.commissions) sums.set(currency, -commissions);
  let own = addMicros(sums.get(position.currency) ?? 0, position.realizedPnlMicros);
  if (position.quantity !== 0) {
    const mark = markOf(ledger.instrumentId);
    if (mark === null) return null;
    own = addMicros(own, unrealizedPnlMicros(position, mark));
  }
  return sums.set(position.currency, own);
}
