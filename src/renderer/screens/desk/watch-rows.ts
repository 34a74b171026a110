import type { WatchedInstrument } from '#shared/contract/topics.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { markPrice, type Quote } from '#shared/domain/quote.ts';

import { formatAge } from '../../format.ts';
import { quotes, watchlist } from '../../stores/desk-topics.ts';
import type { RowSource } from '../../ui/Blotter.tsx';

/** One line of the watchlist: the instrument and its market as last heard. */
export interface WatchRow {
  instrumentId: number;
  instrument: Instrument;
  quote: Quote | null;
  /** Why there are no quotes; null while they flow or are awaited. */
  problem: string | null;
  /** How old the quote is, once it is older than the desk allows; null while it is fresh. */
  staleAge: string | null;
}

/**
 * Per cent from the previous session's close to the last trade, or to the middle of the market where nothing is ever
 * told of trades, as of currencies; null while either is unknown.
 */
export function changePercent(quote: Quote | null): number | null {
  if (quote === null || quote.close === null || quote.close === 0) return null;
  const price = quote.last ?? markPrice({ ...quote, close: null });
  return price === null ? null : ((price - quote.close) / quote.close) * 100;
}

/** Age of a quote at `now`, both epoch ms, if it is above the limit; null while fresh or never heard. */
export function staleAgeOf(quote: Quote | null, now: number, maxAgeMs: number): string | null {
  if (quote === null || quote.receivedAt === 0) return null;
  const age = now - quote.receivedAt;
  return age > maxAgeMs ? formatAge(age) : null;
}

/** Joins watchlist and quotes into rows, and passes each change on row by row. */
export function createWatchRows(): RowSource<WatchRow> & {
  /** Ages the quotes: rows whose staleness changed are passed on. */
  age(now: number, maxAgeMs: number): void;
} {
  const stale = new Map<number, string>();
  const listeners = new Set<Parameters<RowSource<WatchRow>['subscribe']>[0]>();

  const rowOf = (watched: WatchedInstrument & { instrumentId: number }): WatchRow => ({
    instrumentId: watched.instrumentId,
    instrument: watched.instrument,
    quote: quotes.store.getState().rows.get(watched.instrumentId) ?? null,
    problem: watched.quoteProblem,
    staleAge: stale.get(watched.instrumentId) ?? null,
  });
  const rowsOf = (ids: Iterable<number>): WatchRow[] => {
    const { rows } = watchlist.store.getState();
    return [...ids].flatMap((id) => {
      const watched = rows.get(id);
      return watched === undefined ? [] : [rowOf(watched)];
    });
  };
  const pass = (ids: Iterable<number>, removed: readonly (string | number)[] = []): void => {
    const rows = rowsOf(ids);
    if (rows.length === 0 && removed.length === 0) return;
    for (const listener of listeners) listener({ rows, removed });
  };

  return {
    read: () => {
      const { loaded, rows } = watchlist.store.getState();
      return { loaded, rows: [...rows.values()].map(rowOf) };
    },
    subscribe: (onChange) => {
      listeners.add(onChange);
      const stops = [
        watchlist.store.subscribe(({ change }) => {
          if (change.kind === 'all') onChange(null);
          else {
            onChange({
              rows: rowsOf(change.rows.map(({ instrumentId }) => instrumentId)),
              removed: change.removed,
            });
          }
        }),
        quotes.store.subscribe(({ change }) => {
          if (change.kind === 'all') onChange(null);
          else {
            for (const { instrumentId } of change.rows) stale.delete(instrumentId);
            const rows = rowsOf(change.rows.map(({ instrumentId }) => instrumentId));
            if (rows.length > 0) onChange({ rows, removed: [] });
          }
        }),
      ];
      return () => {
        listeners.delete(onChange);
        for (const stop of stops) stop();
      };
    },
    age: (now, maxAgeMs) => {
      const changed: number[] = [];
      for (const quote of quotes.store.getState().rows.values()) {
        const { instrumentId } = quote;
        const age = staleAgeOf(quote, now, maxAgeMs);
        if ((stale.get(instrumentId) ?? null) === age) continue;
        if (age === null) stale.delete(instrumentId);
        else stale.set(instrumentId, age);
        changed.push(instrumentId);
      }
      pass(changed);
    },
  };
}
