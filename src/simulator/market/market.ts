import type { Marks } from '../accounts/account.ts';
import type { Catalogue, ListedInstrument } from './catalogue.ts';
import { parseDailyBars, type DatedBar } from './daily-bars.ts';
import {
  followerHistory,
  recordedHistory,
  scaledHistory,
  type DailyHistory,
} from './daily-history.ts';
import { InstrumentMarket } from './instrument-market.ts';
import { readResource } from '../resource-files.ts';
import { replayedBars, replayedHistory, ReplayError, type MarketReplay } from './replay.ts';
import { TradingCalendar, type MarketMoment } from './trading-calendar.ts';

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
  readonly instruments: readonly ListedInstrument[];
  readonly catalogue: Catalogue;
  readonly #markets: ReadonlyMap<number, InstrumentMarket>;

  /** Throws {@link ReplayError} for a replay of an instrument or a date that is not known. */
  constructor(
    catalogue: Catalogue,
    ownBars: readonly OwnBars[],
    seed: number,
    { replay, startDate = defaultStartDate }: MarketOptions = {},
  ) {
    this.catalogue = catalogue;
    this.instruments = catalogue.instruments;
    const { calendar, index: recorded } = ownBars.length === 0 ? shippedDays() : daysWith(ownBars);
    this.calendar = calendar;
    const anchor = this.calendar.positionOnOrAfter(defaultStartDate);
    const today = this.calendar.positionOnOrAfter(startDate);
    const ownOf = ({ localSymbol }: ListedInstrument): OwnBars | undefined =>
      ownBars.find(({ symbol }) => symbol === localSymbol);
    const historyOf = (instrument: ListedInstrument, index: DailyHistory): DailyHistory => {
      const own = ownOf(instrument);
      return own === undefined
        ? modelled(instrument, index, anchor, seed)
        : recordedHistory(own.bars, this.calendar);
    };
    const index = this.#replayedIndex(recorded, replay, today);
    this.#markets = new Map(
      catalogue.instruments.map((instrument) => {
        const usual = historyOf(instrument, index);
        const history =
          replay !== undefined && isAlone(instrument, replay)
            ? replayedHistory(usual, usual, {
                today,
                first: this.calendar.positionOnOrAfter(replay.date),
              })
            : usual;
        const correlation = ownOf(instrument) === undefined ? correlationOf(instrument) : 0;
        return [instrument.conId, new InstrumentMarket(instrument, history, seed, correlation)];
      }),
    );
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
    const named = this.instruments.find(({ localSymbol }) => localSymbol === symbol);
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

  /** The market of a listed instrument. */
  of(instrument: ListedInstrument): InstrumentMarket {
    const market = this.#markets.get(instrument.conId);
    if (market === undefined)
      throw new RangeError(`${instrument.localSymbol} is not in this market.`);
    return market;
  }

  byConId(conId: number): ListedInstrument | undefined {
    return this.#markets.get(conId)?.instrument;
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
    for (const pair of this.instruments) {
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
  if (drive.kind === 'index') return 1;
  const fromIndex = drive.beta * ordinaryIndexVolatility;
  return fromIndex / Math.hypot(fromIndex, drive.dailyVolatility);
}
