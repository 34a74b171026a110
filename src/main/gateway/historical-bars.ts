import type { Instrument } from '#shared/domain/instrument.ts';
import type { Bar, BarSize } from '#shared/domain/quote.ts';

import { joinPieces, mostPieces, nextPiece } from './history-pieces.ts';
import { formatBrokerUtc } from './parse-time.ts';

/** Asks for one piece of history that ends at `end` (empty: now). */
export type AskPiece = (end: string, duration: string) => Promise<readonly Bar[]>;

/**
 * The last `count` bars before `endAt`, asked for piece by piece from the end backwards. Fewer when the history
 * begins later. A piece without anything new ends the search.
 */
export async function fetchBars(
  instrument: Instrument,
  barSize: BarSize,
  options: { count: number; endAt: number | null },
  askPiece: AskPiece,
): Promise<Bar[]> {
  if (!Number.isInteger(options.count) || options.count < 1) {
    throw new RangeError(
      `${options.count} bars of ${instrument.displaySymbol} cannot be asked for. Ask for at least 1.`,
    );
  }
  const parts: (readonly Bar[])[] = [];
  let end = options.endAt === null ? '' : formatBrokerUtc(options.endAt);
  let have = 0;
  let earliest = Number.POSITIVE_INFINITY;
  while (have < options.count && parts.length < mostPieces) {
    const piece = await askPiece(end, nextPiece(barSize, options.count - have).duration);
    const fresh = piece.filter((bar) => bar.time < earliest);
    if (fresh.length === 0) break;
    parts.push(fresh);
    have += fresh.length;
    earliest = fresh.reduce((least, bar) => Math.min(least, bar.time), earliest);
    end = formatBrokerUtc(earliest * 1000);
  }
  return joinPieces(parts, options.count);
}
