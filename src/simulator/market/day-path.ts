import type { RandomSource } from '#shared/domain/ports.ts';

import { normals, seededRandom, uniformAt } from '../random.ts';
import type { DailyBar } from './daily-bars.ts';
import { drawPlacement, pinnedPath, type PriceRange } from './pinned-path.ts';

export const minutesPerSession = 390;
const secondsPerMinute = 60;

/** What the day of one instrument shares with the market's day, so that instruments move together. */
export interface MarketTide {
  /** Names the market's day; the same for all instruments. */
  seed: readonly (string | number)[];
  /** Correlation with the market within the day, −1 to 1. */
  correlation: number;
}

/** One session of one instrument, minute by minute, and second by second where that is asked for. */
export interface DayPath {
  /** Open, high, low and close of a minute, 0 to 389. */
  minute(minute: number): PriceRange;
  /** 61 prices of a minute: at its start, after each second, and at its end. */
  seconds(minute: number): Float64Array;
  /** Volume from the open to the start of a minute, 0 to 390. */
  volumeBefore(minute: number): number;
}

/** Draws a session inside a day's real open, high, low and close. The same seed gives the same path. */
export function drawDayPath(
  day: DailyBar,
  seed: readonly (string | number)[],
  tide: MarketTide,
): DayPath {
  const own = seededRandom(...seed, 'path');
  const marks = drawMarks(day, own, tide);
  const minuteDeviation = (0.6 * (day.high - day.low)) / Math.sqrt(minutesPerSession);
  const wick = normals(seededRandom(...seed, 'wick'));
  const highs = new Float64Array(minutesPerSession);
  const lows = new Float64Array(minutesPerSession);
  for (let m = 0; m < minutesPerSession; m += 1) {
    const [open, close] = [marks[m] ?? 0, marks[m + 1] ?? 0];
    highs[m] = Math.min(day.high, Math.max(open, close) + Math.abs(wick()) * minuteDeviation * 0.5);
    lows[m] = Math.max(day.low, Math.min(open, close) - Math.abs(wick()) * minuteDeviation * 0.5);
  }
  const volumes = drawVolumes(day.volume, seededRandom(...seed, 'volume'));
  const drawn = new Map<number, Float64Array>();

  const minute = (m: number): PriceRange => ({
    open: marks[m] ?? 0,
    high: highs[m] ?? 0,
    low: lows[m] ?? 0,
    close: marks[m + 1] ?? 0,
  });
  return {
    minute,
    seconds(m) {
      let path = drawn.get(m);
      if (path === undefined) {
        const range = minute(m);
        const random = seededRandom(...seed, 'minute', m);
        const placement = drawPlacement(random, range.close < range.open);
        path = pinnedPath(range, secondsPerMinute, placement, normals(random));
        if (drawn.size >= 8) drawn.clear();
        drawn.set(m, path);
      }
      return path;
    },
    volumeBefore: (m) => volumes[m] ?? 0,
  };
}

function drawMarks(day: DailyBar, own: RandomSource, tide: MarketTide): Float64Array {
  const market = seededRandom(...tide.seed);
  const falling = day.close < day.open;
  const strong = Math.abs(tide.correlation) >= 0.3;
  const placement = drawPlacement(strong ? market : own, falling);
  const ownNormal = normals(own);
  const marketNormal = normals(market);
  const alone = Math.sqrt(1 - tide.correlation ** 2);
  return pinnedPath(
    day,
    minutesPerSession,
    placement,
    () => tide.correlation * marketNormal() + alone * ownNormal(),
  );
}

/** Cumulated volume by minute: busy at the open and at the close, and uneven. */
function drawVolumes(total: number, random: RandomSource): Float64Array {
  const weights = new Float64Array(minutesPerSession);
  let sum = 0;
  const key = Math.floor(random.next() * 4_294_967_296);
  for (let m = 0; m < minutesPerSession; m += 1) {
    const fromNoon = (2 * m) / (minutesPerSession - 1) - 1;
    const weight = (1 + 2 * fromNoon ** 2) * (0.4 + 1.2 * uniformAt(key, m));
    weights[m] = weight;
    sum += weight;
  }
  const volumes = new Float64Array(minutesPerSession + 1);
  for (let m = 0; m < minutesPerSession; m += 1) {
    volumes[m + 1] = (volumes[m] ?? 0) + (total * (weights[m] ?? 0)) / sum;
  }
  return volumes;
}
