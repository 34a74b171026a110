import type { Catalogue, ListedHours, ListedInstrument } from './catalogue.ts';
import { addDays, compactDate, dayOfWeek } from './time-zone.ts';
import type { TradingCalendar } from './trading-calendar.ts';

export interface ContractHours {
  timeZoneId: string;
  tradingHours: string;
  liquidHours: string;
}

/** Days that IB lists hours for. */
const listedDays = 6;

/** `20200309:0930-20200309:1600;20200310:…;20200314:CLOSED`, from a date on. */
function hoursText(
  hours: ListedHours,
  from: string,
  isTradingDay: (date: string) => boolean,
): string {
  return Array.from({ length: listedDays }, (_, i) => addDays(from, i))
    .map((date) => {
      const day = compactDate(date);
      if (!isTradingDay(date)) return `${day}:CLOSED`;
      const opens = hours.opensOnPreviousDay ? compactDate(addDays(date, -1)) : day;
      return `${opens}:${hours.open}-${day}:${hours.close}`;
    })
    .join(';');
}

/** An instrument's hours as its contract details give them on a date. */
export function contractHours(
  instrument: ListedInstrument,
  catalogue: Catalogue,
  calendar: TradingCalendar,
  date: string,
): ContractHours {
  const hours = catalogue.hours[instrument.hours];
  if (hours === undefined)
    throw new RangeError(`The catalogue has no hours '${instrument.hours}'.`);
  const isTradingDay = (day: string): boolean =>
    dayOfWeek(day) % 6 !== 0 && calendar.dateAt(calendar.positionOnOrAfter(day)) === day;
  return {
    timeZoneId: hours.timeZoneId,
    tradingHours: hoursText(hours.trading, date, isTradingDay),
    liquidHours: hoursText(hours.liquid, date, isTradingDay),
  };
}
