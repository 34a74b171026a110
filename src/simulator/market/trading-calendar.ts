import type { EpochMs } from '#shared/domain/ports.ts';

import { addDays, dayOfWeek, momentOfWallClock, wallClock } from './time-zone.ts';

export const marketZone = 'US/Eastern';
const openReading = '09:30:00';

/** Every simulated day is one regular session, 09:30 to 16:00 Eastern; nights and weekends are skipped. */
export const sessionSeconds = 23_400;
export const sessionMs = sessionSeconds * 1000;

/**
 * A moment of the simulated market: milliseconds of session time since the calendar's first open. Sessions follow
 * each other without a gap, so it grows evenly while the calendar's date jumps over nights and weekends.
 */
export type MarketMoment = number;

export function dayOf(moment: MarketMoment): number {
  return Math.floor(moment / sessionMs);
}

export function withinDay(moment: MarketMoment): number {
  return moment - dayOf(moment) * sessionMs;
}

/** The trading days: those of the histories, and before and after them every weekday. */
export class TradingCalendar {
  readonly #dates: readonly string[];
  readonly #positions: ReadonlyMap<string, number>;
  readonly #opens = new Map<number, EpochMs>();
  readonly #later: string[] = [];
  readonly #earlier: string[] = [];

  /** `dates`: ISO dates, ascending, at least one. */
  constructor(dates: readonly string[]) {
    this.#dates = dates;
    this.#positions = new Map(dates.map((date, position) => [date, position]));
  }

  /** How many days the histories hold; position 0 is the first of them. */
  get length(): number {
    return this.#dates.length;
  }

  dateAt(position: number): string {
    if (position < 0) return this.#beyond(this.#earlier, this.#edge(0), -position - 1, -1);
    const known = this.#dates[position];
    return known ?? this.#beyond(this.#later, this.#edge(-1), position - this.#dates.length, 1);
  }

  /** The position of a date, or of the next trading day when the date is none. */
  positionOnOrAfter(isoDate: string): number {
    const known = this.#positions.get(isoDate);
    if (known !== undefined) return known;
    let low = 0;
    if (isoDate < this.#edge(0)) {
      while (this.dateAt(low - 1) >= isoDate) low -= 1;
      return low;
    }
    if (isoDate > this.#edge(-1)) {
      low = this.#dates.length;
      while (this.dateAt(low) < isoDate) low += 1;
      return low;
    }
    let high = this.#dates.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.dateAt(middle) < isoDate) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** When the session of a day opens. */
  openAt(position: number): EpochMs {
    let open = this.#opens.get(position);
    if (open === undefined) {
      open = momentOfWallClock(Date.parse(`${this.dateAt(position)}T${openReading}Z`), marketZone);
      this.#opens.set(position, open);
    }
    return open;
  }

  epochOf(moment: MarketMoment): EpochMs {
    return this.openAt(dayOf(moment)) + withinDay(moment);
  }

  /** The market moment of a point in time; one outside a session becomes the session's nearer edge. */
  momentOf(epochMs: EpochMs): MarketMoment {
    const date = new Date(wallClock(epochMs, marketZone)).toISOString().slice(0, 10);
    const position = this.positionOnOrAfter(date);
    const into = Math.min(Math.max(epochMs - this.openAt(position), 0), sessionMs);
    return position * sessionMs + into;
  }

  #edge(at: 0 | -1): string {
    const date = this.#dates.at(at);
    if (date === undefined) throw new RangeError('A trading calendar needs at least one day.');
    return date;
  }

  #beyond(found: string[], edge: string, index: number, direction: 1 | -1): string {
    let date = found.at(-1) ?? edge;
    while (found.length <= index) {
      do date = addDays(date, direction);
      while (dayOfWeek(date) === 0 || dayOfWeek(date) === 6);
      found.push(date);
    }
    return found[index] ?? date;
  }
}
