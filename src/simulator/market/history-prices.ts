import type { DailyHistory } from './daily-history.ts';
import { drawDayPath, minutesPerSession, type DayPath } from './day-path.ts';
import { pointExtremes, wider, type Extremes, type PriceSource } from './price-source.ts';
import { PriceShocks } from './price-shocks.ts';
import { sessionMs, type MarketMoment } from './trading-calendar.ts';

const minuteMs = 60_000;
const keptDays = 24;

export interface HistoryPricesParts {
  localSymbol: string;
  history: DailyHistory;
  seed: number;
  /** With the market within the day, −1 to 1. */
  correlation: number;
}

/** Prices along daily bars: nothing is stored but caches, so any moment, past or present, can be asked for. */
export class HistoryPrices implements PriceSource {
  readonly #parts: HistoryPricesParts;
  readonly #days = new Map<number, DayPath>();
  readonly #shocks = new PriceShocks();

  constructor(parts: HistoryPricesParts) {
    this.#parts = parts;
  }

  shock(from: MarketMoment, factor: number): void {
    this.#shocks.add(from, factor);
  }

  openOf(day: number): number {
    return this.#parts.history.barAt(day).open * this.#shocks.factorAt(day * sessionMs);
  }

  previousClose(day: number): number {
    const before = day * sessionMs - 1;
    return this.#parts.history.barAt(day - 1).close * this.#shocks.factorAt(before);
  }

  volumeWithin(day: number, ms: number): number {
    const path = this.#day(day);
    const minutes = ms / minuteMs;
    const whole = Math.floor(minutes);
    const before = path.volumeBefore(whole);
    const after = path.volumeBefore(Math.min(whole + 1, minutesPerSession));
    return Math.round(before + (after - before) * (minutes - whole));
  }

  priceWithin(day: number, ms: number): number {
    return (
      unshockedWithin(this.#day(day), ms) *
      this.#shocks.factorAt(day * sessionMs + Math.min(ms, sessionMs - 1))
    );
  }

  /** The part of a session between two offsets, cut where shocks fall into it. */
  extremesWithin(day: number, fromMs: number, toMs: number): Extremes {
    const path = this.#day(day);
    const opening = day * sessionMs;
    let extremes = { high: -Infinity, low: Infinity };
    let start = fromMs;
    const cuts = this.#shocks
      .between(opening + fromMs, opening + toMs)
      .map((moment) => moment - opening);
    for (const end of [...cuts, toMs]) {
      const { high, low } = unshockedExtremes(path, start, end);
      const factor = this.#shocks.factorAt(opening + Math.min(start, sessionMs - 1));
      extremes = wider(extremes, { high: high * factor, low: low * factor });
      start = end;
    }
    return cuts.at(-1) === toMs
      ? wider(extremes, pointExtremes(this.priceWithin(day, toMs)))
      : extremes;
  }

  #day(position: number): DayPath {
    let path = this.#days.get(position);
    if (path === undefined) {
      const { history, seed, localSymbol, correlation } = this.#parts;
      path = drawDayPath(history.barAt(position), [seed, localSymbol, position], {
        seed: [seed, 'tide', position],
        correlation,
      });
      const oldest = this.#days.keys().next();
      if (this.#days.size >= keptDays && !oldest.done) this.#days.delete(oldest.value);
      this.#days.set(position, path);
    }
    return path;
  }
}

function unshockedWithin(path: DayPath, ms: number): number {
  const seconds = ms / 1000;
  const minute = Math.min(Math.floor(seconds / 60), minutesPerSession - 1);
  const into = seconds - minute * 60;
  const whole = Math.floor(into);
  if (into === 0) return path.minute(minute).open;
  if (into === 60) return path.minute(minute).close;
  const prices = path.seconds(minute);
  const from = prices[whole] ?? 0;
  return from + ((prices[whole + 1] ?? from) - from) * (into - whole);
}

function unshockedExtremes(path: DayPath, fromMs: number, toMs: number): Extremes {
  const [first, last] = [unshockedWithin(path, fromMs), unshockedWithin(path, toMs)];
  let extremes = wider(pointExtremes(first), pointExtremes(last));
  const [startSecond, endSecond] = [fromMs / 1000, toMs / 1000];
  const lastMinute = Math.min(Math.floor(endSecond / 60), minutesPerSession - 1);
  for (let m = Math.floor(startSecond / 60); m <= lastMinute; m += 1) {
    const from = Math.max(0, Math.ceil(startSecond - m * 60));
    const to = Math.min(60, Math.floor(endSecond - m * 60));
    if (from === 0 && to === 60) {
      extremes = wider(extremes, path.minute(m));
    } else if (to > from || (to === from && from > 0)) {
      for (const price of path.seconds(m).subarray(from, to + 1)) {
        extremes = wider(extremes, pointExtremes(price));
      }
    }
  }
  return extremes;
}
