import type { Catalogue, ListedInstrument } from './catalogue.ts';
import { futureByConId, futureMonths } from './future-months.ts';
import { optionByConId, optionsOn, type OptionFamily } from './option-series.ts';
import type { TradingCalendar } from './trading-calendar.ts';

/** The underlying's close of the session before a position of the calendar. */
type CloseBefore = (instrument: ListedInstrument, position: number) => number;

interface Day {
  date: string;
  /** The catalogue's instruments, futures by month. */
  listed: readonly ListedInstrument[];
  /** Made when they are first asked for: most runs never look at an option. */
  options: readonly ListedInstrument[] | null;
}

/** Which contracts there are on the simulated day, and which one a number stands for on any day. */
export class Listing {
  readonly #catalogue: Catalogue;
  readonly #calendar: TradingCalendar;
  readonly #closeBefore: CloseBefore;
  readonly #futures: readonly ListedInstrument[];
  readonly #families: readonly OptionFamily[];
  readonly #known: Map<number, ListedInstrument>;
  #day: Day = { date: '', listed: [], options: [] };
  #all: readonly ListedInstrument[] | null = null;

  constructor(catalogue: Catalogue, calendar: TradingCalendar, closeBefore: CloseBefore) {
    const { instruments, optionClasses } = catalogue;
    this.#catalogue = catalogue;
    this.#calendar = calendar;
    this.#closeBefore = closeBefore;
    this.#futures = instruments.filter(({ secType }) => secType === 'FUT');
    this.#families = optionClasses.map((terms, slot) => {
      const underlying = instruments.find(({ localSymbol }) => localSymbol === terms.underlying);
      if (underlying === undefined) {
        throw new RangeError(`The catalogue has options on ${terms.underlying}, but not itself.`);
      }
      return { terms, underlying, slot };
    });
    this.#known = new Map(instruments.map((instrument) => [instrument.conId, instrument]));
  }

  openDay(position: number): void {
    const date = this.#calendar.dateAt(position);
    if (date === this.#day.date) return;
    const listed = this.#catalogue.instruments.flatMap((instrument) => {
      const slot = this.#futures.indexOf(instrument);
      return slot < 0 ? [instrument] : futureMonths(instrument, slot, date, this.#calendar);
    });
    this.#day = { date, listed, options: null };
    this.#all = null;
  }

  withoutOptions(): readonly ListedInstrument[] {
    return this.#day.listed;
  }

  instruments(): readonly ListedInstrument[] {
    this.#all ??= [...this.#day.listed, ...this.#options()];
    return this.#all;
  }

  optionChain(underlyingConId: number): ListedInstrument[] {
    return this.#options().filter(({ underlying }) => underlying?.conId === underlyingConId);
  }

  byConId(conId: number): ListedInstrument | undefined {
    const known = this.#known.get(conId);
    if (known !== undefined) return known;
    const made =
      futureByConId(this.#futures, conId, this.#calendar) ?? optionByConId(this.#families, conId);
    if (made !== undefined) this.#known.set(conId, made);
    return made;
  }

  #options(): readonly ListedInstrument[] {
    this.#day.options ??= this.#families.flatMap((family) =>
      optionsOn(family, this.#day.date, this.#calendar, (position) =>
        this.#closeBefore(family.underlying, position),
      ),
    );
    return this.#day.options;
  }
}
