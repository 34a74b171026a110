import type { ListedInstrument } from './catalogue.ts';
import { monthlyExpiry, monthStart } from './expiry-dates.ts';
import { addDays, compactDate } from './time-zone.ts';
import type { TradingCalendar } from './trading-calendar.ts';

/** Futures of an index end in these months, by IB's and the exchange's letters. */
const quarterLetters: Readonly<Record<string, string>> = {
  '03': 'H',
  '06': 'M',
  '09': 'U',
  '12': 'Z',
};
const monthsListed = 9;

/** A contract that ends sooner is listed last: traders have moved on to the next. */
const rollDays = 14;

/** Numbers of the contracts that the catalogue does not give one: below them are its own made-up ones. */
const firstConId = 900_100_000;
const conIdsPerFuture = 10_000;
const firstYear = 2000;

/** The contract of the month that a date is in; `slot` is the future's place in the catalogue. */
function contractOf(
  future: ListedInstrument,
  slot: number,
  date: string,
  calendar: TradingCalendar,
): ListedInstrument {
  const expiry = compactDate(monthlyExpiry(date, calendar));
  if (expiry === future.expiry) return future;
  const [year, month] = [date.slice(0, 4), date.slice(5, 7)];
  const monthNumber = (Number(year) - firstYear) * 12 + Number(month);
  return {
    ...future,
    conId: firstConId + slot * conIdsPerFuture + monthNumber,
    conIdIsReal: false,
    expiry,
    localSymbol: `${future.symbol}${quarterLetters[month] ?? ''}${year.slice(3)}`,
  };
}

/** The quarterly contracts of a future that are listed on a date: the one that is traded most comes first. */
export function futureMonths(
  future: ListedInstrument,
  slot: number,
  date: string,
  calendar: TradingCalendar,
): ListedInstrument[] {
  const quarters = Array.from({ length: monthsListed + 1 }, (_, later) => monthStart(date, later))
    .filter((month) => quarterLetters[month.slice(5, 7)] !== undefined)
    .map((month) => contractOf(future, slot, month, calendar))
    .filter(({ expiry }) => (expiry ?? '') >= compactDate(date));
  const rolled = compactDate(addDays(date, rollDays));
  const ending = quarters.filter(({ expiry }) => (expiry ?? '') < rolled);
  return [...quarters.filter((contract) => !ending.includes(contract)), ...ending];
}

/** The contract a number stands for, listed now or not. */
export function futureByConId(
  futures: readonly ListedInstrument[],
  conId: number,
  calendar: TradingCalendar,
): ListedInstrument | undefined {
  const slot = Math.floor((conId - firstConId) / conIdsPerFuture);
  const monthNumber = (conId - firstConId) % conIdsPerFuture;
  const future = futures[slot];
  if (future === undefined || monthNumber < 1) return undefined;
  const first = monthStart(`${firstYear}-01-01`, monthNumber - 1);
  if (quarterLetters[first.slice(5, 7)] === undefined) return undefined;
  return contractOf(future, slot, first, calendar);
}
