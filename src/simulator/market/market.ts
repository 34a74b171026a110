import type { Marks } from './marks.ts';
import type { Catalogue, ListedInstrument } from './catalogue.ts';
import { parseDailyBars, type DatedBar } from './daily-bars.ts';
import {
  followerHistory,
  recordedHistory,
  scaledHistory,
  type DailyHistory,
} from './daily-history.ts';
import { HistoryPrices } from './history-prices.ts';
import { InstrumentMarket } from './instrument-market.ts';
import { Listing } from './listing.ts';
import { OptionPrices } from './option-prices.ts';
import { incrementAt, type PriceBand } from './price-increments.ts';
import type { PriceSource } from './price-source.ts';
import { readResource } from '../resource-files.ts';
import { replayedBars, replayedHistory, ReplayError, type MarketReplay } from './replay.ts';
import { withDashes } from './time-zone.ts';
import { dayOf, TradingCalendar, withinDay, type MarketMoment } from './trading-calendar.ts';

/** The day the simulated market starts on unless it is told otherwise: the first crash day of March 2020. */
export const defaultStartDate = '2020-03-09';

/** Daily standard deviation of the index outside a crisis; for how closely an instrument moves with it. */
const ordinaryIndexVolatility = 0.012;

/** Bars of the user's own that take the place of the simulated ones of a symbol. */
export interface OwnBars {
  symbol: string;
  bars: readonly DatedBar[];
}

export interface MarketOptions {
  /**
   * Days that drive the session of `startDate` and those after it, raised or lowered to its prices. Real are the daily
   * open, high, low, close and relative volume, of the S&P 500 or of the file; the path within a day is a model that
   * starts, turns and ends at those prices. The S&P 500 moves every instrument that follows it; another instrument
   * has no history of its own here, so its days are the model's of that date, and only it moves as they did.
   */
  replay?: MarketReplay;
  /** ISO date of the first session; {@link defaultStartDate} unless given. */
  startDate?: string;
}

/** All instruments and their markets, over one calendar. */
export class Market {
  readonly calendar: TradingCalendar;
  readonly catalogue: Catalogue;
  readonly #seed: number;
  readonly #pricesOf: (instrument: ListedInstrument) => PriceSource;
  readonly #markets = new Map<number, InstrumentMarket>();
  readonly #live = new Map<number, ListedInstrument>();
  readonly #listing: Listing;

  /** Throws {@link ReplayError} for a replay of an instrument or a date that is not known. */
  constructor(
    catalogue: Catalogue,
    ownBars: readonly OwnBars[],
    seed: number,
    { replay, startDate = defaultStartDate }: MarketOptions = {},
  ) {
    this.catalogue = catalogue;
    this.#seed = seed;
    const { calendar, index: recorded } = ownBars.length === 0 ? shippedDays() : daysWith(ownBars);
    this.calendar = calendar;
    const anchor = this.calendar.positionOnOrAfter(defaultStartDate);
    const today = this.calendar.positionOnOrAfter(startDate);
    const index = this.#replayedIndex(recorded, replay, today);
    this.#pricesOf = (instrument) => {
      if (instrument.secType === 'OPT') return this.#optionPrices(instrument);
      const { localSymbol } = instrument;
      const own = ownBars.find(({ symbol }) => symbol === localSymbol);
      const usual =
        own === undefined
          ? modelled(instrument, index, anchor, seed)
          : recordedHistory(own.bars, this.calendar);
      const first =
        replay !== undefined && isAlone(instrument, replay)
          ? this.calendar.positionOnOrAfter(replay.date)
          : null;
      const history = first === null ? usual : replayedHistory(usual, usual, { today, first });
      const correlation = own === undefined ? correlationOf(instrument) : 0;
      return new HistoryPrices({ localSymbol, history, seed, correlation });
    };
    this.#listing = new Listing(catalogue, this.calendar, (instrument, position) =>
      this.of(instrument).prices.previousClose(position),
    );
    this.openDay(today);
  }

  /**
   * What is listed on the simulated day. Futures and options follow from the date by rule: the quarterly contracts of the
   * next nine months, and options of two weeks and four months around the underlying's price.
   */
  get instruments(): readonly ListedInstrument[] {
    return this.#listing.instruments();
  }

  /** All of these but the options that nobody has asked a price of: they need no ticks. */
  get live(): Iterable<ListedInstrument> {
    return this.#live.values();
  }

  /** The simulated day is this position of the calendar from now on: contracts are listed, and ended ones no longer. */
  openDay(position: number): void {
    this.#listing.openDay(position);
    for (const instrument of this.#listing.withoutOptions()) {
      this.#live.set(instrument.conId, instrument);
    }
  }

  /** What options are listed on an instrument, the nearest expiry and the lowest strike first. */
  optionChain(underlyingConId: number): ListedInstrument[] {
    return this.#listing.optionChain(underlyingConId);
  }

  /** The price steps of a market rule, from the lowest price up; undefined where there is no such rule. */
  marketRule(id: number): readonly PriceBand[] | undefined {
    return this.catalogue.marketRules[String(id)];
  }

  /** The step that prices of an instrument are multiples of at a price. */
  incrementAt(instrument: ListedInstrument, price: number): number {
    return incrementAt(this.#bandsOf(instrument), price);
  }

  /** What an option's price is made of at a moment; null for what is no option. */
  optionModel(
    instrument: ListedInstrument,
    moment: MarketMoment,
  ): ReturnType<OptionPrices['modelWithin']> | null {
    const { prices } = this.of(instrument);
    return prices instanceof OptionPrices
      ? prices.modelWithin(dayOf(moment), withinDay(moment))
      : null;
  }

  /** The index as it is, or as a replay of it has it. */
  #replayedIndex(
    recorded: DailyHistory,
    replay: MarketReplay | undefined,
    today: number,
  ): DailyHistory {
    if (replay === undefined) return recorded;
    if ('bars' in replay) return replayedBars(recorded, replay.bars, today);
    const { symbol, date } = replay;
    const named = this.catalogue.instruments.find(({ localSymbol }) => localSymbol === symbol);
    if (named === undefined) {
      throw new ReplayError(
        `${symbol} cannot be replayed: there is no such instrument. Name one of the catalogue, such as SPY.`,
      );
    }
    const [first, last] = [this.calendar.dateAt(0), this.calendar.dateAt(this.calendar.length - 1)];
    if (date < first || date > last) {
      throw new ReplayError(
        `${symbol} cannot be replayed from ${date}: the history goes from ${first} to ${last}. Name a day in it.`,
      );
    }
    if (isAlone(named, replay)) return recorded;
    const from = this.calendar.positionOnOrAfter(date);
    return replayedHistory(recorded, recorded, { today, first: from });
  }

  /** The market of an instrument, listed now or not. */
  of(instrument: ListedInstrument): InstrumentMarket {
    const known = this.#markets.get(instrument.conId);
    if (known !== undefined) return known;
    const listed = this.byConId(instrument.conId);
    if (listed === undefined) {
      throw new RangeError(`${instrument.localSymbol} is not in this market.`);
    }
    const bands = this.#bandsOf(listed);
    const market = new InstrumentMarket(listed, this.#pricesOf(listed), bands, this.#seed);
    this.#markets.set(listed.conId, market);
    this.#live.set(listed.conId, listed);
    return market;
  }

  /** By its number, listed now or not: what has ended can still be told. */
  byConId(conId: number): ListedInstrument | undefined {
    return this.#listing.byConId(conId);
  }

  #bandsOf({ marketRuleId, minTick }: ListedInstrument): readonly PriceBand[] {
    return this.marketRule(marketRuleId) ?? [{ lowEdge: 0, increment: minTick }];
  }

  #optionPrices({ underlying, right, strike, expiry }: ListedInstrument): OptionPrices {
    const on = this.byConId(underlying?.conId ?? 0);
    if (on === undefined || right === '' || expiry === null) {
      throw new RangeError('An option needs an underlying, a right and an expiry.');
    }
    const expiryDay = this.calendar.positionOnOrAfter(withDashes(expiry));
    return new OptionPrices({ right, strike, expiryDay }, this.of(on).prices, this.calendar);
  }

  /** What accounts are reckoned by at a moment, which is asked for anew each time. */
  marksAt(moment: () => MarketMoment): Marks {
    return {
      markOf: (instrument) => this.of(instrument).lastAt(moment()),
      underlyingMarkOf: ({ secType, underlying }) => {
        const on =
          secType === 'OPT' && underlying !== null ? this.byConId(underlying.conId) : undefined;
        return on === undefined ? null : this.of(on).lastAt(moment());
      },
      dollarsPer: (currency) => this.dollarsPer(currency, moment()),
    };
  }

  /** US dollars for one unit of a currency; throws for a currency without a pair in the catalogue. */
  dollarsPer(currency: string, moment: MarketMoment): number {
    if (currency === 'USD') return 1;
    for (const pair of this.catalogue.instruments) {
      if (pair.secType !== 'CASH') continue;
      if (pair.symbol === currency && pair.currency === 'USD') return this.of(pair).lastAt(moment);
      if (pair.symbol === 'USD' && pair.currency === currency)
        return 1 / this.of(pair).lastAt(moment);
    }
    throw new RangeError(`The catalogue has no pair of USD and ${currency}.`);
  }
}

/** The trading days, and the index on them. */
interface MarketDays {
  calendar: TradingCalendar;
  index: DailyHistory;
}

let shippedIndexBars: readonly DatedBar[] | null = null;
let daysOfShipped: MarketDays | null = null;

/** Read once: the file does not change, and a test may make thousands of markets. */
function indexBars(): readonly DatedBar[] {
  shippedIndexBars ??= parseDailyBars(readResource('history/sp500-2000.csv'), 'sp500-2000.csv');
  return shippedIndexBars;
}

function shippedDays(): MarketDays {
  daysOfShipped ??= daysWith([]);
  return daysOfShipped;
}

function daysWith(ownBars: readonly OwnBars[]): MarketDays {
  const dates = new Set(indexBars().map((bar) => bar.date));
  for (const own of ownBars) for (const bar of own.bars) dates.add(bar.date);
  const calendar = new TradingCalendar([...dates].toSorted());
  return { calendar, index: recordedHistory(indexBars(), calendar) };
}

function modelled(
  instrument: ListedInstrument,
  index: DailyHistory,
  anchor: number,
  seed: number,
): DailyHistory {
  const { drive, averageDailyVolume } = instrument;
  if (drive.kind === 'option') throw new RangeError('An option has no days of its own.');
  if (drive.kind === 'index') return scaledHistory(index, drive.ratio, averageDailyVolume);
  // A future and its smaller sister share the underlying's deviation, or they would drift apart.
  const deviationOf = instrument.underlying?.symbol ?? instrument.localSymbol;
  return followerHistory({ ...drive, averageDailyVolume }, index, anchor, seed, deviationOf);
}

/** Whether a replay is of this instrument, and moves no other. */
function isAlone(
  { localSymbol, drive }: ListedInstrument,
  replay: MarketReplay,
): replay is Extract<MarketReplay, { symbol: string }> {
  return 'symbol' in replay && replay.symbol === localSymbol && drive.kind !== 'index';
}

function correlationOf({ drive }: ListedInstrument): number {
  if (drive.kind !== 'follower') return 1;
  const fromIndex = drive.beta * ordinaryIndexVolatility;
  return fromIndex / Math.hypot(fromIndex, drive.dailyVolatility);
}
