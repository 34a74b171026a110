import type { BarRange } from '../market/bar-request.ts';
import type { ListedHours, ListedInstrument } from '../market/catalogue.ts';
import type { Market } from '../market/market.ts';
import { addDays, compactDate } from '../market/time-zone.ts';
import { dayOf, marketZone } from '../market/trading-calendar.ts';
import type { ScheduledSession } from '../wire/history-messages.ts';

/** The sessions of an instrument over a range, in the zone of its exchange: the liquid hours, or all of them. */
export function scheduleOf(
  instrument: ListedInstrument,
  { catalogue, calendar }: Market,
  { start, end }: BarRange,
  liquidHoursAlone: boolean,
): { timeZoneId: string; sessions: ScheduledSession[] } {
  const listed = catalogue.hours[instrument.hours];
  if (listed === undefined) {
    throw new RangeError(`The catalogue has no hours '${instrument.hours}'.`);
  }
  const hours = liquidHoursAlone ? listed.liquid : listed.trading;
  const first = dayOf(start);
  // The end of a range is the beginning of nothing.
  const days = Math.max(dayOf(end - 1) - first + 1, 0);
  return {
    timeZoneId: listed.timeZoneId === '' ? marketZone : listed.timeZoneId,
    sessions: Array.from({ length: days }, (_, i) => sessionOf(calendar.dateAt(first + i), hours)),
  };
}

function sessionOf(
  date: string,
  { opensOnPreviousDay, open, close }: ListedHours,
): ScheduledSession {
  const opens = opensOnPreviousDay ? addDays(date, -1) : date;
  return {
    start: `${compactDate(opens)}-${clock(open)}`,
    end: `${compactDate(date)}-${clock(close)}`,
    date: compactDate(date),
  };
}

/** `0930` becomes `09:30:00`. */
function clock(reading: string): string {
  return `${reading.slice(0, 2)}:${reading.slice(2)}:00`;
}
