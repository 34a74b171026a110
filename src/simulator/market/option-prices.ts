import { optionModel, type OptionModel } from './option-model.ts';
import { pointExtremes, wider, type Extremes, type PriceSource } from './price-source.ts';
import { PriceShocks } from './price-shocks.ts';
import { sessionMs, type MarketMoment, type TradingCalendar } from './trading-calendar.ts';

const yearMs = 365 * 86_400_000;

/** Sessions whose moves the volatility is measured over: a month of trading. */
const measuredSessions = 21;
const sessionsPerYear = 252;
const volatilityBounds = { least: 0.12, most: 1.2 };

/** Contracts of one series traded for each share of the underlying. */
const contractsPerShare = 0.000_02;

export interface OptionTerms {
  right: 'C' | 'P';
  strike: number;
  /** The last session, as a position of the calendar. */
  expiryDay: number;
}

/**
 * An option's prices: Black and Scholes on the underlying's path. The volatility is one figure for all strikes and
 * expiries, set each morning: the standard deviation of the underlying's last 21 daily moves, a year's worth of it, kept
 * between 12 % and 120 %. There is no smile, no interest and no dividend.
 */
export class OptionPrices implements PriceSource {
  readonly #terms: OptionTerms;
  readonly #underlying: PriceSource;
  readonly #calendar: TradingCalendar;
  readonly #shocks = new PriceShocks();
  #measured: { day: number; volatility: number } | null = null;

  constructor(terms: OptionTerms, underlying: PriceSource, calendar: TradingCalendar) {
    this.#terms = terms;
    this.#underlying = underlying;
    this.#calendar = calendar;
  }

  shock(from: MarketMoment, factor: number): void {
    this.#shocks.add(from, factor);
  }

  priceWithin(day: number, ms: number): number {
    return this.#priceOn(day, ms, this.#underlying.priceWithin(day, ms));
  }

  /** A call is highest where the underlying is, and a put where it is lowest; what time takes within is too little to tell. */
  extremesWithin(day: number, fromMs: number, toMs: number): Extremes {
    const { high, low } = this.#underlying.extremesWithin(day, fromMs, toMs);
    return [high, low]
      .flatMap((price) => [this.#priceOn(day, fromMs, price), this.#priceOn(day, toMs, price)])
      .map(pointExtremes)
      .reduce(wider);
  }

  openOf(day: number): number {
    return this.#priceOn(day, 0, this.#underlying.openOf(day));
  }

  previousClose(day: number): number {
    return this.#priceOn(day - 1, sessionMs, this.#underlying.previousClose(day));
  }

  volumeWithin(day: number, ms: number): number {
    return Math.round(this.#underlying.volumeWithin(day, ms) * contractsPerShare);
  }

  /** What the price is made of. */
  modelWithin(day: number, ms: number): OptionModel & { volatility: number; underlying: number } {
    const underlying = this.#underlying.priceWithin(day, ms);
    return { ...this.#model(day, ms, underlying), volatility: this.#volatilityOn(day), underlying };
  }

  #priceOn(day: number, ms: number, underlying: number): number {
    const factor = this.#shocks.factorAt(day * sessionMs + Math.min(ms, sessionMs - 1));
    return this.#model(day, ms, underlying).price * factor;
  }

  #model(day: number, ms: number, underlying: number): OptionModel {
    const { right, strike, expiryDay } = this.#terms;
    const end = this.#calendar.openAt(expiryDay) + sessionMs;
    const years = (end - (this.#calendar.openAt(day) + ms)) / yearMs;
    const volatility = years > 0 ? this.#volatilityOn(day) : 0;
    return optionModel({ right, strike, underlying, volatility, years });
  }

  #volatilityOn(day: number): number {
    if (this.#measured?.day !== day) {
      this.#measured = { day, volatility: measuredVolatility(this.#underlying, day) };
    }
    return this.#measured.volatility;
  }
}

function measuredVolatility(underlying: PriceSource, day: number): number {
  const closes = Array.from({ length: measuredSessions + 1 }, (_, back) =>
    underlying.previousClose(day - back),
  );
  const moves = closes.slice(1).map((earlier, i) => Math.log((closes[i] ?? earlier) / earlier));
  const variance = moves.reduce((sum, move) => sum + move * move, 0) / moves.length;
  const annual = Math.sqrt(variance * sessionsPerYear);
  return Math.min(Math.max(annual, volatilityBounds.least), volatilityBounds.most);
}
