import type { Bar, BarSize } from '#shared/domain/quote.ts';

/** A length of history to ask for in one request, and about how many bars it holds. */
export interface HistoryPiece {
  duration: string;
  bars: number;
}

/**
 * No piece holds more than about a thousand bars, pre-market and evening included: the client library takes time
 * with the square of a frame's fields, and twenty thousand bars in one frame would stop the desk for over a second
 * (reference/tws.md, trap 13).
 */
const pieces: Record<BarSize, readonly HistoryPiece[]> = {
  '1 min': [
    { duration: '3600 S', bars: 60 },
    { duration: '1 D', bars: 390 },
  ],
  '5 mins': [
    { duration: '1 D', bars: 78 },
    { duration: '1 W', bars: 390 },
  ],
  '1 hour': [
    { duration: '1 D', bars: 7 },
    { duration: '1 W', bars: 35 },
    { duration: '1 M', bars: 147 },
  ],
  '1 day': [
    { duration: '1 M', bars: 21 },
    { duration: '3 M', bars: 63 },
    { duration: '1 Y', bars: 252 },
  ],
};

/** The piece to ask for next: the shortest that holds what is still wanted, else the longest. */
export function nextPiece(barSize: BarSize, barsWanted: number): HistoryPiece {
  const choices = pieces[barSize];
  const fitting = choices.find((piece) => piece.bars >= barsWanted) ?? choices.at(-1);
  if (fitting === undefined) throw new RangeError(`There is no history of ${barSize} bars.`);
  return fitting;
}

/** What a stream of bars starts with: enough to fill the gap that a reconnect leaves. */
export const streamDuration: Record<BarSize, string> = {
  '1 min': '3600 S',
  '5 mins': '1 D',
  '1 hour': '1 D',
  '1 day': '1 W',
};

/** How many pieces are asked for at most, whatever is wanted. */
export const mostPieces = 60;

/** Bars of all pieces in order of time, each once, the last `count` of them. */
export function joinPieces(parts: readonly (readonly Bar[])[], count: number): Bar[] {
  const byTime = new Map<number, Bar>();
  for (const part of parts) for (const bar of part) byTime.set(bar.time, bar);
  return [...byTime.values()].toSorted((a, b) => a.time - b.time).slice(-count);
}
