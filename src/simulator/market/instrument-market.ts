import { hashOf, uniformAt } from '../random.ts';
import type { ListedInstrument } from './catalogue.ts';
import { incrementsPerUnit, onIncrement, type PriceBand } from './price-increments.ts';
import { wider, type Extremes, type PriceSource } from './price-source.ts';
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

/**
 * The market of one instrument as a function of time: nothing is stored but caches, so any moment, past or present,
 * can be asked for and bars agree with the ticks that were streamed.
 */
export class InstrumentMarket {
  readonly instrument: ListedInstrument;
  readonly prices: PriceSource;
  readonly #bands: readonly PriceBand[];
  readonly #key: number;
  readonly #depthKey: number;
  #soFar: { day: number; upTo: MarketMoment; extremes: Extremes } | null = null;

  /** @param bands the instrument's price increments */
  constructor(
    instrument: ListedInstrument,
    prices: PriceSource,
    bands: readonly PriceBand[],
    seed: number,
  ) {
    this.instrument = instrument;
    this.prices = prices;
    this.#bands = bands;
    this.#key = hashOf(seed, instrument.localSymbol, 'book');
    this.#depthKey = hashOf(seed, instrument.localSymbol, 'depth');
  }

  /** Moves every later price by a factor, from a moment on. */
  shock(from: MarketMoment, factor: number): void {
    this.prices.shock(from, factor);
  }

  /** The price trades happen around, before rounding. */
  reference(moment: MarketMoment): number {
    return this.prices.priceWithin(dayOf(moment), withinDay(moment));
  }

  /** The last traded price: the reference, on the tick. */
  lastAt(moment: MarketMoment): number {
    return this.#onTick(this.reference(moment));
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
    const last = this.lastAt(moment);
    const draw = uniformAt(this.#key, step * 4);
    const below =
      spreadTicks % 2 === 0 ? spreadTicks / 2 : (spreadTicks + (draw < 0.5 ? -1 : 1)) / 2;
    const soFar = this.#extremesSoFar(day, moment);
    return {
      bid: tradable ? this.#ticksAway(last, -below) : null,
      ask: tradable ? this.#ticksAway(last, spreadTicks - below) : null,
      bidSize: this.#displayed(uniformAt(this.#key, step * 4 + 1)),
      askSize: this.#displayed(uniformAt(this.#key, step * 4 + 2)),
      // Spot currencies have no trades to print, only quotes.
      last: secType === 'CASH' ? null : last,
      lastSize: this.#displayed(uniformAt(this.#key, step * 4 + 3) * 0.4),
      volume: this.prices.volumeWithin(day, withinDay(moment)),
      open: this.#onTick(this.prices.openOf(day)),
      high: this.#onTick(soFar.high),
      low: this.#onTick(soFar.low),
      close: this.previousClose(day),
    };
  }

  /** The book behind a quote: the touch, and a level at every tick beyond it. */
  depthOf(quote: MarketQuote, step: number, rows: number): MarketDepth {
    const level = (touch: number, size: number, away: number, side: 0 | 1): BookLevel[] => {
      const price = this.#ticksAway(touch, away);
      if (price === null) return [];
      const draw = (step * 2 + side) * 64 + Math.abs(away);
      return [
        { price, size: away === 0 ? size : this.#displayed(uniformAt(this.#depthKey, draw)) },
      ];
    };
    const { bid, ask, bidSize, askSize } = quote;
    const places = Array.from({ length: rows }, (_, place) => place);
    return {
      bid: bid === null ? [] : places.flatMap((place) => level(bid, bidSize, -place, 1)),
      ask: ask === null ? [] : places.flatMap((place) => level(ask, askSize, place, 0)),
    };
  }

  /** The close of the session before a day. */
  previousClose(day: number): number {
    return this.#onTick(this.prices.previousClose(day));
  }

  /** One bar over a stretch of a single session; `end` may be the session's close. */
  bar(start: MarketMoment, end: MarketMoment, source: BarSource): MarketBar {
    const day = dayOf(start);
    const [from, to] = [withinDay(start), Math.min(end - day * sessionMs, sessionMs)];
    const shift = this.#sideShift(source);
    const side = (price: number): number => {
      const traded = this.#onTick(price);
      return this.#ticksAway(traded, shift) ?? traded;
    };
    const { high, low } = this.prices.extremesWithin(day, from, to);
    return {
      start,
      open: side(this.prices.priceWithin(day, from)),
      high: side(high),
      low: side(low),
      close: side(this.prices.priceWithin(day, to)),
      volume: this.prices.volumeWithin(day, to) - this.prices.volumeWithin(day, from),
    };
  }

  #sideShift(source: BarSource): number {
    if (source === 'BID') return -Math.floor(this.instrument.spreadTicks / 2);
    return source === 'ASK' ? Math.ceil(this.instrument.spreadTicks / 2) : 0;
  }

  #onTick(price: number): number {
    return onIncrement(this.#bands, price);
  }

  /** The price some ticks from one that is on the tick; null where there is none above 0. */
  #ticksAway(price: number, ticks: number): number | null {
    const perUnit = incrementsPerUnit(this.#bands, price);
    const count = Math.round(price * perUnit) + ticks;
    return count > 0 ? count / perUnit : null;
  }

  #displayed(uniform: number): number {
    const { displayedSize, lotSize } = this.instrument;
    return Math.max(1, Math.round((displayedSize * (0.35 + 1.3 * uniform)) / lotSize)) * lotSize;
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
        this.prices.extremesWithin(day, start, day === last ? withinDay(to) : sessionMs),
      );
    }
    return extremes;
  }
}
