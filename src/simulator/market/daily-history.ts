import { hashOf, normals, seededRandom } from '../random.ts';
import type { DailyBar, DatedBar } from './daily-bars.ts';
import type { TradingCalendar } from './trading-calendar.ts';

/** The daily bars of one instrument for every position of the calendar, before the first and after the last too. */
export interface DailyHistory {
  barAt(position: number): DailyBar;
}

/**
 * Real bars, made endless: before the first and after the last day the same days come again, scaled so that each
 * repetition begins where its neighbour ends. A trading day that the bars skip stands still at the last close.
 */
export function recordedHistory(
  bars: readonly DatedBar[],
  calendar: TradingCalendar,
): DailyHistory {
  const byPosition = new Map(bars.map((bar) => [calendar.positionOnOrAfter(bar.date), bar]));
  const positions = [...byPosition.keys()].toSorted((a, b) => a - b);
  const first = bars[0];
  const last = bars.at(-1);
  if (first === undefined || last === undefined)
    throw new RangeError('A history needs at least one bar.');
  const firstPosition = positions[0] ?? 0;
  const lastPosition = positions.at(-1) ?? 0;
  const repeated = bars.slice(1);
  const growth = last.close / first.close;

  const scaled = (bar: DailyBar, factor: number): DailyBar => ({
    open: bar.open * factor,
    high: bar.high * factor,
    low: bar.low * factor,
    close: bar.close * factor,
    volume: bar.volume,
  });
  const still = (close: number): DailyBar => ({
    open: close,
    high: close,
    low: close,
    close,
    volume: 0,
  });

  const repetition = (days: number): DailyBar => {
    const period = repeated.length;
    if (period === 0) return still(first.close);
    const round = Math.floor(days / period);
    const bar = repeated[days - round * period] ?? first;
    return scaled(bar, growth ** (days < 0 ? round : round + 1));
  };

  return {
    barAt(position) {
      if (position > lastPosition) return repetition(position - lastPosition - 1);
      if (position < firstPosition) return repetition(position - firstPosition);
      const known = byPosition.get(position);
      if (known !== undefined) return known;
      let before = position - 1;
      while (!byPosition.has(before)) before -= 1;
      return still(byPosition.get(before)?.close ?? first.close);
    },
  };
}

/** A fixed share of another history: the index ETF is a tenth of the index. */
export function scaledHistory(
  source: DailyHistory,
  ratio: number,
  averageDailyVolume: number,
): DailyHistory {
  return {
    barAt(position) {
      const bar = source.barAt(position);
      return {
        open: bar.open * ratio,
        high: bar.high * ratio,
        low: bar.low * ratio,
        close: bar.close * ratio,
        volume: averageDailyVolume * relativeVolume(bar),
      };
    },
  };
}

/** Index shares traded on an ordinary day of 2020; a busier day makes every instrument busier. */
export const ordinaryIndexVolume = 5.5e9;

function relativeVolume(index: DailyBar): number {
  return index.volume / ordinaryIndexVolume;
}

export interface FollowerModel {
  /** The close on the calendar day before `anchorPosition`. */
  basePrice: number;
  beta: number;
  /** Standard deviation of the day's own log return, apart from the index. */
  dailyVolatility: number;
  averageDailyVolume: number;
}

/** How strongly yesterday's own deviation from the index still counts: it fades, so that prices stay sane over years. */
const persistence = 0.99;

/**
 * An instrument without a history of its own: it follows the index by beta, and deviates by seeded noise that
 * fades over months. Its price level is fixed by `basePrice` at the anchor.
 */
export function followerHistory(
  model: FollowerModel,
  index: DailyHistory,
  anchorPosition: number,
  seed: number,
  symbol: string,
): DailyHistory {
  const anchorClose = index.barAt(anchorPosition - 1).close;
  const key = hashOf(seed, symbol, 'deviation');
  const deviations = new Map<number, number>();
  const blocks = 512;

  // Deviation at a close, built up within blocks from a stationary draw, so that any day is found quickly.
  const deviationAt = (position: number): number => {
    const known = deviations.get(position);
    if (known !== undefined) return known;
    const start = Math.floor(position / blocks) * blocks;
    const from = stationary(start);
    const to = stationary(start + blocks);
    const normal = normals(seededRandom(key, start));
    let free = 0;
    const walk = [0];
    for (let i = 1; i <= blocks; i += 1) {
      free = persistence * free + model.dailyVolatility * normal();
      walk.push(free);
    }
    // Tie the walk to both ends, so that blocks join without a jump.
    const slack = to - from - free;
    for (let i = 0; i < blocks; i += 1) {
      deviations.set(start + i, from + (walk[i] ?? 0) + (slack * i) / blocks);
    }
    return deviations.get(position) ?? 0;
  };
  const stationary = (position: number): number =>
    (normals(seededRandom(key, 'level', position))() * model.dailyVolatility) /
    Math.sqrt(1 - persistence ** 2);

  const anchorDeviation = deviationAt(anchorPosition - 1);
  const level = (indexPrice: number, deviation: number): number =>
    model.basePrice *
    (indexPrice / anchorClose) ** model.beta *
    Math.exp(deviation - anchorDeviation);

  return {
    barAt(position) {
      const bar = index.barAt(position);
      const before = deviationAt(position - 1);
      const after = deviationAt(position);
      const random = seededRandom(key, 'day', position);
      const normal = normals(random);
      const open = level(bar.open, before + (after - before) * 0.2);
      const close = level(bar.close, after);
      const middle = (before + after) / 2;
      const touched = [open, close, level(bar.high, middle), level(bar.low, middle)];
      const reach = (): number => Math.exp(Math.abs(normal()) * model.dailyVolatility * 0.4);
      return {
        open,
        close,
        high: Math.max(...touched) * reach(),
        low: Math.min(...touched) / reach(),
        volume: model.averageDailyVolume * relativeVolume(bar) * Math.exp(0.25 * normal()),
      };
    },
  };
}
