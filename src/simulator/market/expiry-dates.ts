import { addDays, dayOfWeek } from './time-zone.ts';
import type { TradingCalendar } from './trading-calendar.ts';

const friday = 5;

/** The day itself where it is a trading day, else the last one before it. */
function tradingDayUpTo(date: string, calendar: TradingCalendar): string {
  const position = calendar.positionOnOrAfter(date);
  return calendar.dateAt(position) === date ? date : calendar.dateAt(position - 1);
}

/** The first of a month, some months after that of a date. */
export function monthStart(date: string, monthsLater: number): string {
  const months = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + monthsLater;
  const month = String((months % 12) + 1).padStart(2, '0');
  return `${Math.floor(months / 12)}-${month}-01`;
}

/** The third Friday of the month that a date is in, or the trading day before it where that is a holiday. */
export function monthlyExpiry(date: string, calendar: TradingCalendar): string {
  const first = monthStart(date, 0);
  const toFriday = (friday - dayOfWeek(first) + 7) % 7;
  return tradingDayUpTo(addDays(first, toFriday + 14), calendar);
}

/** The Friday on or after a date, some weeks later, or the trading day before it where that is a holiday. */
export function weeklyExpiry(date: string, weeksLater: number, calendar: TradingCalendar): string {
  const toFriday = (friday - dayOfWeek(date) + 7) % 7;
  return tradingDayUpTo(addDays(date, toFriday + 7 * weeksLater), calendar);
}
