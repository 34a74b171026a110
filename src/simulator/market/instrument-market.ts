import { hashOf, uniformAt } from '../random.ts';
import type { ListedInstrument } from './catalogue.ts';
import type { DailyHistory } from './daily-history.ts';
import { drawDayPath, minutesPerSession, type DayPath } from './day-path.ts';
import { dayOf, sessionMs, withinDay, type MarketMoment } from './trading-calendar.ts';

/** Everything an instrument's market shows at one moment. Prices are on the tick; a side that has none is null. */
export interface MarketQuote {
  bid: number | null;
  ask: number | null;
  bidSize: number;
  askSize: number;
  last: number | null;
  lastSize: number;
  /** Units traded since the open. */
  volume: number;
  open: number;
  high: number;
  low: number;
  /** The previous session's close. */
  close: number;
}

export interface MarketBar {
  start: MarketMoment;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

export interface BookLevel {
  price: number;
  size: number;
}

/** The rows of both sides, the best price first. */
export interface MarketDepth {
  bid: BookLevel[];
  ask: BookLevel[];
}

export type BarSource = 'TRADES' | 'MIDPOINT' | 'BID' | 'ASK';

interface Shock {
  from: MarketMoment;
  factor: number;
}

interface Extremes {
  high: number;
  low: number;
}

const minuteMs = 60_000;
const keptDays = 24;

/**
 * The market of one instrument as a function of time: nothing is stored but caches, so any moment, past or present,
 * can be asked for and bars agree with the ticks that were streamed.
 */
export class InstrumentMarket {
  readonly instrument: ListedInstrument;
  readonly #history: DailyHistory;
  readonly #seed: number;
  readonly #correlation: number;
  readonly #ticksPerUnit: number;
  readonly #key: number;
  readonly #depthKey: number;
  readonly #days = new Map<number, DayPath>();
  readonly #shocks: Shock[] = [];
  #soFar: { day: number; upTo: MarketMoment; extremes: Extremes } | null = null;

  constructor(
    instrument: ListedInstrument,
    history: DailyHistory,
    seed: number,
    correlation: number,
  ) {
    this.instrument = instrument;
    this.#history = history;
    this.#seed = seed;
    this.#correlation = correlation;
    this.#ticksPerUnit = Math.round(1 / instrument.minTick);
    this.#key = hashOf(seed, instrument.localSymbol, 'book');
    this.#depthKey = hashOf(seed, instrument.localSymbol, 'depth');
  }

  /** Moves every later price by a factor, from a moment on. */
  shock(from: MarketMoment, factor: number): void {
    this.#shocks.push({ from, factor });
    this.#shocks.sort((a, b) => a.from - b.from);
  }

  /** The price trades happen around, before rounding. */
  reference(moment: MarketMoment): number {
    return this.#priceWithin(dayOf(moment), withinDay(moment));
  }

  /** The last traded price: the reference, on the tick. */
  lastAt(moment: MarketMoment): number {
    return this.#toTicks(this.reference(moment)) / this.#ticksPerUnit;
  }

  /** The highest and lowest traded price between two moments, both included, on the tick. */
  extremesBetween(from: MarketMoment, to: MarketMoment): Extremes {
    const { high, low } = this.#rawExtremes(from, to);
    return { high: this.#onTick(high), low: this.#onTick(low) };
  }

  /**
   * @param step the number of the tick: sizes and the side of the last trade depend on it
   */
  quoteAt(moment: MarketMoment, step: number): MarketQuote {
    const { spreadTicks, tradable, secType } = this.instrument;
    const day = dayOf(moment);
    const last = this.#toTicks(this.reference(moment));
    const draw = uniformAt(this.#key, step * 4);
    const below =
      spreadTicks % 2 === 0 ? spreadTicks / 2 : (spreadTicks + (draw < 0.5 ? -1 : 1)) / 2;
    const soFar = this.#extremesSoFar(day, moment);
    const today = this.#history.barAt(day);
    return {
      bid: tradable ? (last - below) / this.#ticksPerUnit : null,
      ask: tradable ? (last - below + spreadTicks) / this.#ticksPerUnit : null,
      bidSize: this.#displayed(uniformAt(this.#key, step * 4 + 1)),
      askSize: this.#displayed(uniformAt(this.#key, step * 4 + 2)),
      // Spot currencies have no trades to print, only quotes.
      last: secType === 'CASH' ? null : last / this.#ticksPerUnit,
      lastSize: this.#displayed(uniformAt(this.#key, step * 4 + 3) * 0.4),
      volume: this.#volumeWithin(day, withinDay(moment)),
      open: this.#onTick(today.open * this.#factorAt(day * sessionMs)),
      high: this.#onTick(soFar.high),
      low: this.#onTick(soFar.low),
      close: this.previousClose(day),
    };
  }

  /**
   * The book behind a quote: the touch, and a level at every tick beyond it. Sizes away from the touch are for show:
   * orders trade at the touch alone.
   */
  depthOf(quote: MarketQuote, step: number, rows: number): MarketDepth {
    const level = (touch: number, size: number, away: number, side: 0 | 1): BookLevel => ({
      price: (Math.round(touch * this.#ticksPerUnit) + away) / this.#ticksPerUnit,
      size:
        away === 0
          ? size
          : this.#displayed(uniformAt(this.#depthKey, (step * 2 + side) * 64 + Math.abs(away))),
    });
    const { bid, ask, bidSize, askSize } = quote;
    const places = Array.from({ length: rows }, (_, place) => place);
    return {
      bid: bid === null ? [] : places.map((place) => level(bid, bidSize, -place, 1)),
      ask: ask === null ? [] : places.map((place) => level(ask, askSize, place, 0)),
    };
  }

  /** The close of the session before a day. */
  previousClose(day: number): number {
    const before = day * sessionMs - 1;
    return this.#onTick(this.#history.barAt(day - 1).close * this.#factorAt(before));
  }

  /** One bar over a stretch of a single session; `end` may be the session's close. */
  bar(start: MarketMoment, end: MarketMoment, source: BarSource): MarketBar {
    const day = dayOf(start);
    const [from, to] = [withinDay(start), Math.min(end - day * sessionMs, sessionMs)];
    const shift = this.#sideShift(source);
    const side = (price: number): number => (this.#toTicks(price) + shift) / this.#ticksPerUnit;
    const { high, low } = this.#extremesWithin(day, from, to);
    return {
      start,
      open: side(this.#priceWithin(day, from)),
      high: side(high),
      low: side(low),
      close: side(this.#priceWithin(day, to)),
      volume: this.#volumeWithin(day, to) - this.#volumeWithin(day, from),
    };
  }

  #sideShift(source: BarSource): number {
    if (source === 'BID') return -Math.floor(this.instrument.spreadTicks / 2);
    return source === 'ASK' ? Math.ceil(this.instrument.spreadTicks / 2) : 0;
  }

  #factorAt(moment: MarketMoment): number {
    let factor = 1;
    for (const shock of this.#shocks) if (shock.from <= moment) factor *= shock.factor;
    return factor;
  }

  #toTicks(price: number): number {
    return Math.max(1, Math.round(price * this.#ticksPerUnit));
  }

  #onTick(price: number): number {
    return this.#toTicks(price) / this.#ticksPerUnit;
  }

  #displayed(uniform: number): number {
    const { displayedSize, lotSize } = this.instrument;
    return Math.max(1, Math.round((displayedSize * (0.35 + 1.3 * uniform)) / lotSize)) * lotSize;
  }

  #volumeWithin(day: number, ms: number): number {
    const path = this.#day(day);
    const minutes = ms / minuteMs;
    const whole = Math.floor(minutes);
    const before = path.volumeBefore(whole);
    const after = path.volumeBefore(Math.min(whole + 1, minutesPerSession));
    return Math.round(before + (after - before) * (minutes - whole));
  }

  #day(position: number): DayPath {
    let path = this.#days.get(position);
    if (path === undefined) {
      path = drawDayPath(
        this.#history.barAt(position),
        [this.#seed, this.instrument.localSymbol, position],
        { seed: [this.#seed, 'tide', position], correlation: this.#correlation },
      );
      const oldest = this.#days.keys().next();
      if (this.#days.size >= keptDays && !oldest.done) this.#days.delete(oldest.value);
      this.#days.set(position, path);
    }
    return path;
  }

  /** Some milliseconds into a session, 0 to its whole length. */
  #priceWithin(day: number, ms: number): number {
    return (
      this.#unshockedWithin(this.#day(day), ms) *
      this.#factorAt(day * sessionMs + Math.min(ms, sessionMs - 1))
    );
  }

  #unshockedWithin(path: DayPath, ms: number): number {
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

  #extremesSoFar(day: number, moment: MarketMoment): Extremes {
    const open = day * sessionMs;
    const known = this.#soFar;
    const usable = known !== null && known.day === day && known.upTo <= moment;
    const from = usable ? known.upTo : open;
    const added = this.#rawExtremes(from, moment);
    const extremes = usable ? wider(known.extremes, added) : added;
    this.#soFar = { day, upTo: moment, extremes };
    return extremes;
  }

  /** Unrounded, shocks included, both ends included; any number of days. */
  #rawExtremes(from: MarketMoment, to: MarketMoment): Extremes {
    const [first, last] = [dayOf(from), dayOf(to)];
    let extremes = { high: -Infinity, low: Infinity };
    for (let day = first; day <= last; day += 1) {
      const start = day === first ? withinDay(from) : 0;
      extremes = wider(
        extremes,
        this.#extremesWithin(day, start, day === last ? withinDay(to) : sessionMs),
      );
    }
    return extremes;
  }

  /** The part of a session between two offsets, cut where shocks fall into it. */
  #extremesWithin(day: number, fromMs: number, toMs: number): Extremes {
    const path = this.#day(day);
    const opening = day * sessionMs;
    let extremes = { high: -Infinity, low: Infinity };
    let start = fromMs;
    const cuts = this.#shocks
      .map(({ from }) => from - opening)
      .filter((cut) => cut > fromMs && cut <= toMs);
    for (const end of [...cuts, toMs]) {
      const { high, low } = unshockedExtremes(path, start, end, (ms) =>
        this.#unshockedWithin(path, ms),
      );
      const factor = this.#factorAt(opening + Math.min(start, sessionMs - 1));
      extremes = wider(extremes, { high: high * factor, low: low * factor });
      start = end;
    }
    return cuts.at(-1) === toMs
      ? wider(extremes, pointExtremes(this.#priceWithin(day, toMs)))
      : extremes;
  }
}

function wider(a: Extremes, b: Extremes): Extremes {
  return { high: Math.max(a.high, b.high), low: Math.min(a.low, b.low) };
}

function pointExtremes(price: number): Extremes {
  return { high: price, low: price };
}

function unshockedExtremes(
  path: DayPath,
  fromMs: number,
  toMs: number,
  priceAt: (ms: number) => number,
): Extremes {
  let extremes = wider(pointExtremes(priceAt(fromMs)), pointExtremes(priceAt(toMs)));
  const [startSecond, endSecond] = [fromMs / 1000, toMs / 1000];
  const lastMinute = Math.min(Math.floor(endSecond / 60), minutesPerSession - 1);
  for (let m = Math.floor(startSecond / 60); m <= lastMinute; m += 1) {
    const first = Math.max(0, Math.ceil(startSecond - m * 60));
    const last = Math.min(60, Math.floor(endSecond - m * 60));
    if (first === 0 && last === 60) {
      extremes = wider(extremes, path.minute(m));
    } else if (last > first || (last === first && first > 0)) {
      for (const price of path.seconds(m).subarray(first, last + 1)) {
        extremes = wider(extremes, pointExtremes(price));
      }
    }
  }
  return extremes;
}
