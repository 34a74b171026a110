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

/** All instruments and their markets, over one calendar. */
export class Market {
  readonly calendar: TradingCalendar;
  readonly instruments: readonly ListedInstrument[];
  readonly catalogue: Catalogue;
  readonly #markets: ReadonlyMap<number, InstrumentMarket>;

  constructor(catalogue: Catalogue, ownBars: readonly OwnBars[], seed: number) {
    this.catalogue = catalogue;
    this.instruments = catalogue.instruments;
    const { calendar, index } = ownBars.length === 0 ? shippedDays() : daysWith(ownBars);
    this.calendar = calendar;
    const anchor = this.calendar.positionOnOrAfter(defaultStartDate);
    this.#markets = new Map(
      catalogue.instruments.map((instrument) => {
        const own = ownBars.find((bars) => bars.symbol === instrument.localSymbol);
        const history =
          own === undefined
            ? modelled(instrument, index, anchor, seed)
            : recordedHistory(own.bars, this.calendar);
        const correlation = own === undefined ? correlationOf(instrument) : 0;
        return [instrument.conId, new InstrumentMarket(instrument, history, seed, correlation)];
      }),
    );
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

function correlationOf({ drive }: ListedInstrument): number {
  if (drive.kind === 'index') return 1;
  const fromIndex = drive.beta * ordinaryIndexVolatility;
  return fromIndex / Math.hypot(fromIndex, drive.dailyVolatility);
}
