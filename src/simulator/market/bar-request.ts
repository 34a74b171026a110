import type { BarSource, InstrumentMarket, MarketBar } from './instrument-market.ts';
import { addDays, compactDate, momentOfWallClock, momentText } from './time-zone.ts';
import {
  dayOf,
  marketZone,
  sessionMs,
  withinDay,
  type MarketMoment,
  type TradingCalendar,
} from './trading-calendar.ts';

/** Bar sizes by IB's names: seconds within a session, or whole sessions. Source: TWS API, Historical Bar Sizes. */
const barSizes = new Map<string, { seconds: number } | { days: number }>([
  ...[5, 10, 15, 30].map((n) => [`${n} secs`, { seconds: n }] as const),
  ['1 secs', { seconds: 1 }],
  ['1 min', { seconds: 60 }],
  ...[2, 3, 5, 10, 15, 20, 30].map((n) => [`${n} mins`, { seconds: n * 60 }] as const),
  ['1 hour', { seconds: 3600 }],
  ...[2, 3, 4, 8].map((n) => [`${n} hours`, { seconds: n * 3600 }] as const),
  ['1 day', { days: 1 }],
  ['1 week', { days: 5 }],
  ['1W', { days: 5 }],
  ['1 month', { days: 21 }],
  ['1M', { days: 21 }],
]);

export type BarSize = { seconds: number } | { days: number };

export function parseBarSize(text: string): BarSize | null {
  return barSizes.get(text.trim()) ?? null;
}

export interface BarDuration {
  count: number;
  unit: 'S' | 'D' | 'W' | 'M' | 'Y';
}

export function parseDuration(text: string): BarDuration | null {
  const match = /^(\d{1,5}) ([SDWMY])$/.exec(text.trim().toUpperCase());
  const count = Number(match?.[1] ?? 0);
  const unit = match?.[2];
  if (count === 0) return null;
  return unit === 'S' || unit === 'D' || unit === 'W' || unit === 'M' || unit === 'Y'
    ? { count, unit }
    : null;
}

const sources: Record<string, BarSource> = {
  TRADES: 'TRADES',
  ADJUSTED_LAST: 'TRADES',
  MIDPOINT: 'MIDPOINT',
  BID: 'BID',
  ASK: 'ASK',
};

export function parseBarSource(text: string): BarSource | null {
  return sources[text.trim().toUpperCase()] ?? null;
}

/**
 * The end of a bar request: `20200309 15:30:00 US/Eastern`, `20200309 15:30:00` (Eastern), `20200309-19:30:00` (UTC)
 * or empty for now. Null when it cannot be read.
 */
export function parseEnd(
  text: string,
  now: MarketMoment,
  calendar: TradingCalendar,
): MarketMoment | null {
  if (text.trim() === '') return now;
  const moment = parseMoment(text, calendar);
  return moment === null ? null : Math.min(moment, now);
}

/** A moment in the notation of {@link parseEnd}; null when it cannot be read. */
export function parseMoment(text: string, calendar: TradingCalendar): MarketMoment | null {
  const match = /^(\d{4})(\d{2})(\d{2})([ -])(\d{2}:\d{2}:\d{2})(?: (\S+))?$/.exec(text.trim());
  if (match === null) return null;
  const [, year, month, day, separator, time, zone] = match;
  const reading = Date.parse(`${year}-${month}-${day}T${time}Z`);
  if (Number.isNaN(reading)) return null;
  const zoneId = separator === '-' ? 'UTC' : (zone ?? marketZone);
  try {
    return calendar.momentOf(momentOfWallClock(reading, zoneId));
  } catch (error) {
    // Intl knows which zones there are.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Where a duration before an end begins. A day's bars begin at its open. */
function startOf(
  duration: BarDuration,
  end: MarketMoment,
  calendar: TradingCalendar,
): MarketMoment {
  const { count, unit } = duration;
  if (unit === 'S') return end - count * 1000;
  // A request at the very open is about the sessions before it: this one has no bar yet.
  const lastDay = withinDay(end) === 0 ? dayOf(end) - 1 : dayOf(end);
  if (unit === 'D' || unit === 'W') {
    return (lastDay - (unit === 'D' ? count : 5 * count) + 1) * sessionMs;
  }
  const date = calendar.dateAt(lastDay);
  const months = unit === 'M' ? count : 12 * count;
  const earlier = new Date(`${date}T00:00:00Z`);
  earlier.setUTCMonth(earlier.getUTCMonth() - months);
  return calendar.positionOnOrAfter(addDays(earlier.toISOString().slice(0, 10), 1)) * sessionMs;
}

/** More bars than this in one answer are refused; IB's own limits are of this order. */
export const maxBars = 20_000;

export interface BarRange {
  start: MarketMoment;
  end: MarketMoment;
  size: BarSize;
}

export function barRange(
  duration: BarDuration,
  size: BarSize,
  end: MarketMoment,
  calendar: TradingCalendar,
): BarRange {
  const aligned = startOf(duration, end, calendar);
  if ('days' in size) return { start: dayOf(aligned) * sessionMs, end, size };
  const step = size.seconds * 1000;
  const within = Math.floor(withinDay(aligned) / step) * step;
  return { start: dayOf(aligned) * sessionMs + within, end, size };
}

/** How many bars a range has, without making them. */
export function countBars({ start, end, size }: BarRange): number {
  if ('days' in size) return Math.ceil((dayOf(end) - dayOf(start) + 1) / size.days);
  const perDay = Math.ceil(sessionMs / (size.seconds * 1000));
  return Math.ceil((end - start) / sessionMs) * perDay;
}

/** The bars of a range in order; the last one may still be forming. */
export function makeBars(
  market: InstrumentMarket,
  range: BarRange,
  source: BarSource,
): MarketBar[] {
  const { start, end, size } = range;
  return 'days' in size
    ? dayBars(market, start, end, size.days, source)
    : sessionBars(market, start, end, size.seconds * 1000, source);
}

function sessionBars(
  market: InstrumentMarket,
  from: MarketMoment,
  to: MarketMoment,
  step: number,
  source: BarSource,
): MarketBar[] {
  const bars: MarketBar[] = [];
  let start = from;
  while (start < to) {
    const dayEnd = (dayOf(start) + 1) * sessionMs;
    const next = Math.min(start + step, dayEnd);
    bars.push(market.bar(start, Math.min(next, to), source));
    start = next;
  }
  return bars;
}

function dayBars(
  market: InstrumentMarket,
  from: MarketMoment,
  to: MarketMoment,
  daysPerBar: number,
  source: BarSource,
): MarketBar[] {
  const bars: MarketBar[] = [];
  let open: MarketBar | null = null;
  let held = 0;
  for (let day = dayOf(from); day * sessionMs < to; day += 1) {
    const bar = market.bar(day * sessionMs, Math.min((day + 1) * sessionMs, to), source);
    open = open === null || held === daysPerBar ? bar : joined(open, bar);
    if (open === bar) {
      held = 0;
      bars.push(bar);
    } else bars[bars.length - 1] = open;
    held += 1;
  }
  return bars;
}

function joined(first: MarketBar, second: MarketBar): MarketBar {
  return {
    start: first.start,
    open: first.open,
    high: Math.max(first.high, second.high),
    low: Math.min(first.low, second.low),
    close: second.close,
    volume: first.volume + second.volume,
  };
}

/**
 * The time of a bar as IB writes it: days as YYYYMMDD; within a day seconds since 1970 for format 2, else date, time
 * and zone.
 */
export function barTime(
  start: MarketMoment,
  size: BarSize,
  formatDate: number,
  calendar: TradingCalendar,
  timeZoneId: string,
): string {
  if ('days' in size) return compactDate(calendar.dateAt(dayOf(start)));
  const epochMs = calendar.epochOf(start);
  return formatDate === 2 ? String(Math.floor(epochMs / 1000)) : momentText(epochMs, timeZoneId);
}
