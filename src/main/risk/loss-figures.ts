import type { FactBody, NewFact } from '#shared/domain/fact.ts';
import { addMicros, fromMicros, type Micros } from '#shared/domain/money.ts';

/** What the desk has lost, in the base currency. Null while it cannot be said exactly. */
export interface LossFigures {
  /** Realised and unrealised P&L of the exchange's day less commissions. */
  readonly dayPnl: number | null;
  /** How far the day's P&L is below its peak of the day, which is at least the day's opening; never negative. */
  readonly dayDrawdown: number | null;
  /** How far the P&L of all days is below the highest it ever was; never negative. */
  readonly allTimeDrawdown: number | null;
}

export const unknownLosses: LossFigures = {
  dayPnl: null,
  dayDrawdown: null,
  allTimeDrawdown: null,
};

/**
 * P&L and its peaks by the recorded facts, micro-units of the base currency. The all-time P&L is the sum of the days',
 * not the account's value: a deposit is no gain, and a position that is taken over brings no gain or loss of its own.
 */
export interface PnlRecord {
  /** `YYYY-MM-DD` in the exchange's zone: the day that was opened last; null before the first. */
  readonly exchangeDate: string | null;
  /** The books' total at which the day counts as 0; null after a position was taken over, until it is counted anew. */
  readonly openingMicros: Micros | null;
  /** P&L of all days before this one. */
  readonly beforeMicros: Micros;
  /** P&L of the day when it was last recorded. */
  readonly dayPnlMicros: Micros;
  /** The highest P&L of the day; at least 0, its opening. */
  readonly dayPeakMicros: Micros;
  /** The highest P&L of all days; at least 0, where the desk began. */
  readonly allTimePeakMicros: Micros;
}

export const emptyPnlRecord: PnlRecord = {
  exchangeDate: null,
  openingMicros: null,
  beforeMicros: 0,
  dayPnlMicros: 0,
  dayPeakMicros: 0,
  allTimePeakMicros: 0,
};

/** The record after a fact; most kinds leave it as it is. */
export function applyToPnlRecord(record: PnlRecord, fact: NewFact): PnlRecord {
  switch (fact.kind) {
    case 'day.opened':
      return opened(record, fact.body);
    case 'position.adopted':
      return { ...record, openingMicros: null };
    case 'pnl.marked': {
      const { dayPnlMicros, dayPeakMicros, allTimePeakMicros } = fact.body;
      return { ...record, dayPnlMicros, dayPeakMicros, allTimePeakMicros };
    }
    default:
      return record;
  }
}

function opened(record: PnlRecord, body: FactBody<'day.opened'>): PnlRecord {
  const { exchangeDate, totalMicros } = body;
  const { openingMicros, beforeMicros, dayPnlMicros, allTimePeakMicros } = record;
  // The same day with another baseline: a position was taken over, and the day goes on from what it was.
  if (record.exchangeDate === exchangeDate) return { ...record, openingMicros: totalMicros };
  const gained =
    record.exchangeDate === null
      ? 0
      : openingMicros === null
        ? dayPnlMicros
        : addMicros(totalMicros, -openingMicros);
  const before = addMicros(beforeMicros, gained);
  return {
    exchangeDate,
    openingMicros: totalMicros,
    beforeMicros: before,
    dayPnlMicros: 0,
    dayPeakMicros: 0,
    allTimePeakMicros: Math.max(allTimePeakMicros, before),
  };
}

/** How often a peak that goes on rising is recorded, milliseconds: a crash forgets no more of it than that. */
const markEveryMs = 10_000;

/** Follows the P&L from valuation to valuation and says what of it is to be recorded. */
export class PnlPeaks {
  #figures: LossFigures = unknownLosses;
  /** The newest valuation of the day, and the peaks that it may have raised; null before the first. */
  #seen: FactBody<'pnl.marked'> | null = null;
  #markedAt = Number.NEGATIVE_INFINITY;

  /** As of the last valuation. */
  get figures(): LossFigures {
    return this.#figures;
  }

  /** @param totalMicros all P&L the books hold; null while it cannot be said exactly. */
  value(record: PnlRecord, exchangeDate: string | null, totalMicros: Micros | null): void {
    const pnlMicros = pnlOfDay(record, exchangeDate, totalMicros);
    if (exchangeDate === null || pnlMicros === null) {
      this.#figures = unknownLosses;
      return;
    }
    const allTimePnlMicros = addMicros(record.beforeMicros, pnlMicros);
    const before = this.#seen?.exchangeDate === exchangeDate ? this.#seen : null;
    this.#seen = {
      exchangeDate,
      dayPnlMicros: pnlMicros,
      dayPeakMicros: Math.max(record.dayPeakMicros, before?.dayPeakMicros ?? 0, pnlMicros),
      allTimePeakMicros: Math.max(
        record.allTimePeakMicros,
        this.#seen?.allTimePeakMicros ?? 0,
        allTimePnlMicros,
      ),
    };
    this.#figures = {
      dayPnl: fromMicros(pnlMicros),
      dayDrawdown: fromMicros(this.#seen.dayPeakMicros - pnlMicros),
      allTimeDrawdown: fromMicros(this.#seen.allTimePeakMicros - allTimePnlMicros),
    };
  }

  /** A peak that is higher than the recorded one, as a fact; while it goes on rising not more often than is worth it. */
  decideMark(record: PnlRecord, now: number): NewFact[] {
    if (now - this.#markedAt < markEveryMs) return [];
    const facts = this.decideLastMark(record);
    if (facts.length > 0) this.#markedAt = now;
    return facts;
  }

  /** As {@link decideMark}, however little time has passed: the desk is being stopped. */
  decideLastMark(record: PnlRecord): NewFact[] {
    const seen = this.#seen;
    const higher =
      seen !== null &&
      (seen.dayPeakMicros > record.dayPeakMicros ||
        seen.allTimePeakMicros > record.allTimePeakMicros);
    return higher ? this.decideMarkNow(record) : [];
  }

  /** What is known of the day, before a position is taken over: the day goes on from there. */
  decideMarkNow({ exchangeDate, openingMicros }: PnlRecord): NewFact[] {
    const seen = this.#seen;
    if (seen === null || openingMicros === null || seen.exchangeDate !== exchangeDate) return [];
    return [{ kind: 'pnl.marked', by: 'desk', body: seen }];
  }
}

/** P&L of an exchange date, micro-units of the base currency; null while it cannot be said exactly. */
export function pnlOfDay(
  { exchangeDate, openingMicros }: PnlRecord,
  today: string | null,
  totalMicros: Micros | null,
): Micros | null {
  if (today === null || exchangeDate !== today) return null;
  if (openingMicros === null || totalMicros === null) return null;
  return addMicros(totalMicros, -openingMicros);
}

/**
 * Opens the exchange's day at its first valuation. After a position was taken over the day goes on: its P&L is what it
 * was when it was last known, whatever the position is worth. Nothing while the total cannot be said.
 */
export function decideOpenDay(
  record: PnlRecord,
  today: string | null,
  totalMicros: Micros | null,
): NewFact[] {
  if (today === null || totalMicros === null) return [];
  const sameDay = record.exchangeDate === today;
  if (sameDay && record.openingMicros !== null) return [];
  const opening = sameDay ? addMicros(totalMicros, -record.dayPnlMicros) : totalMicros;
  const body = { exchangeDate: today, totalMicros: opening };
  return [{ kind: 'day.opened', by: 'desk', body }];
}
