/** Days on which the New York Stock Exchange was closed out of turn. Source: NYSE, "Special closings". */
const specialClosings: ReadonlySet<string> = new Set([
  '2001-09-11',
  '2001-09-12',
  '2001-09-13',
  '2001-09-14',
  '2004-06-11',
  '2007-01-02',
  '2012-10-29',
  '2012-10-30',
  '2018-12-05',
  '2025-01-09',
]);

const dayMs = 86_400_000;
/** Since when the exchange closes on these days. Source: NYSE, "Holidays". */
const kingSince = 1998;
const juneteenthSince = 2022;

/** Whether the New York Stock Exchange has a regular session on a date, `2020-03-09`. Source: NYSE rule 7.2. */
export function isSession(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`);
  const weekday = new Date(at).getUTCDay();
  if (weekday === 0 || weekday === 6) return false;
  return !specialClosings.has(date) && !holidays(Number(date.slice(0, 4))).has(date);
}

/** Every session from one date to another, both included. */
export function sessionsBetween(first: string, last: string): string[] {
  const dates: string[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += dayMs) {
    const date = dateOf(at);
    if (isSession(date)) dates.push(date);
  }
  return dates;
}

function holidays(year: number): ReadonlySet<string> {
  const newYear = day(year, 1, 1);
  return new Set([
    // On a Saturday it is not made up for: the Friday before ends the year.
    ...(weekdayOf(newYear) === 6 ? [] : [observed(newYear)]),
    ...(year >= kingSince ? [nthWeekday(year, 1, 1, 3)] : []),
    nthWeekday(year, 2, 1, 3),
    dateOf(Date.parse(easter(year)) - 2 * dayMs),
    lastMonday(year, 5),
    ...(year >= juneteenthSince ? [observed(day(year, 6, 19))] : []),
    observed(day(year, 7, 4)),
    nthWeekday(year, 9, 1, 1),
    nthWeekday(year, 11, 4, 4),
    observed(day(year, 12, 25)),
  ]);
}

function day(year: number, month: number, date: number): string {
  return dateOf(Date.UTC(year, month - 1, date));
}

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function weekdayOf(date: string): number {
  return new Date(Date.parse(date)).getUTCDay();
}

/** Saturday's is kept on Friday, Sunday's on Monday. */
function observed(date: string): string {
  const shift = weekdayOf(date) === 6 ? -1 : weekdayOf(date) === 0 ? 1 : 0;
  return dateOf(Date.parse(date) + shift * dayMs);
}

function nthWeekday(year: number, month: number, weekday: number, nth: number): string {
  const first = weekdayOf(day(year, month, 1));
  return day(year, month, 1 + ((weekday - first + 7) % 7) + 7 * (nth - 1));
}

function lastMonday(year: number, month: number): string {
  const last = dateOf(Date.UTC(year, month, 0));
  return dateOf(Date.parse(last) - ((weekdayOf(last) + 6) % 7) * dayMs);
}

/** Easter Sunday by the Gregorian calendar. Source: "Anonymous Gregorian algorithm", Nature, 1876. */
function easter(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h =
    (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return day(year, Math.floor(n / 31), (n % 31) + 1);
}
