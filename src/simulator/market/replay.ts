import type { DatedBar } from './daily-bars.ts';
import { ordinaryIndexVolume, recordedHistory, type DailyHistory } from './daily-history.ts';
import { TradingCalendar } from './trading-calendar.ts';

/** What may be replayed: an instrument's days from a date on, or the days of a file of daily bars. */
export type Replay =
  | {
      symbol: string;
      /** ISO date of the first day that is played again. */
      date: string;
    }
  | { file: string };

/** The same with the file read: what a market can be made with. */
export type MarketReplay = { symbol: string; date: string } | { bars: readonly DatedBar[] };

export class ReplayError extends Error {
  override readonly name = 'ReplayError';
}

/**
 * Reads what a person asks to have replayed: `SPY@2008-10-15`, `SPY@2020-03` (the month from its first day) or the
 * name of a CSV file. Throws {@link ReplayError} with a sentence that says how to write it.
 */
export function parseReplay(text: string): Replay {
  const asked = text.trim();
  if (/\.csv$/i.test(asked)) return { file: asked };
  const match = /^([A-Z0-9.]+)@(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(asked.toUpperCase());
  const [, symbol = '', year, month, day = '01'] = match ?? [];
  const date = `${year}-${month}-${day}`;
  if (match === null || !isDate(date)) {
    throw new ReplayError(
      `'${text}' cannot be replayed. Name an instrument and a day, such as SPY@2008-10-15, or a month, such as ` +
        'SPY@2020-03, or a .csv file of daily bars.',
    );
  }
  return { symbol, date };
}

function isDate(text: string): boolean {
  const epochMs = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(epochMs) && new Date(epochMs).toISOString().startsWith(text);
}

/**
 * A history whose days from `today` on are those of another from `first` on, one after the other, raised or lowered
 * to the price level of the close before today. Days before today stay what they were.
 */
export function replayedHistory(
  usual: DailyHistory,
  played: DailyHistory,
  { today, first }: { today: number; first: number },
): DailyHistory {
  const factor = usual.barAt(today - 1).close / played.barAt(first - 1).close;
  return {
    barAt(position) {
      if (position < today) return usual.barAt(position);
      const bar = played.barAt(first + position - today);
      return {
        open: bar.open * factor,
        high: bar.high * factor,
        low: bar.low * factor,
        close: bar.close * factor,
        volume: bar.volume,
      };
    },
  };
}

/**
 * The days of a file, one after the other, as if the first were today. What came before them is not known, so today
 * opens where yesterday closed.
 */
export function replayedBars(
  usual: DailyHistory,
  bars: readonly DatedBar[],
  today: number,
): DailyHistory {
  const [firstBar] = bars;
  if (firstBar === undefined) throw new ReplayError('There is no bar to replay.');
  const recorded = recordedHistory(bars, new TradingCalendar(bars.map(({ date }) => date)));
  // Every instrument is busier on a day that is busier than the file's average, whatever the file counts.
  const average = bars.reduce((sum, { volume }) => sum + volume, 0) / bars.length;
  const share = average === 0 ? 0 : ordinaryIndexVolume / average;
  const still = { ...firstBar, high: firstBar.open, low: firstBar.open, close: firstBar.open };
  const played: DailyHistory = {
    barAt: (position) => {
      const bar = position < 0 ? still : recorded.barAt(position);
      return { ...bar, volume: bar.volume * share };
    },
  };
  return replayedHistory(usual, played, { today, first: 0 });
}
