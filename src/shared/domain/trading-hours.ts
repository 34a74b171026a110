import type { Instrument } from './instrument.ts';
import type { EpochMs } from './ports.ts';

const clocks = new Map<string, Intl.DateTimeFormat | null>();

function clockOf(timeZoneId: string): Intl.DateTimeFormat | null {
  let clock = clocks.get(timeZoneId);
  if (clock === undefined) {
    clock = openClock(timeZoneId);
    clocks.set(timeZoneId, clock);
  }
  return clock;
}

/** Null for a zone this machine does not know. */
function openClock(timeZoneId: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-CA', {
      timeZone: timeZoneId,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** `YYYYMMDD:HHMM` in the clock's zone: text that sorts as time does. */
function localMinute(clock: Intl.DateTimeFormat, at: EpochMs): string {
  const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return `${part('year')}${part('month')}${part('day')}:${part('hour')}${part('minute')}`;
}

const sessionForm = /^(\d{8}:\d{4})-(\d{8}:\d{4})$/;

/**
 * Whether a moment lies in hours as IB writes them, `20200309:0930-20200309:1600;20200310:CLOSED`, in the exchange's
 * zone; the closing minute is outside. Null where the text or the zone says nothing about the moment's day: IB names
 * a few days ahead only. Source: IB, ContractDetails.tradingHours and liquidHours.
 */
export function isInHours(hours: string, timeZoneId: string, at: EpochMs): boolean | null {
  const clock = clockOf(timeZoneId);
  if (clock === null) return null;
  const now = localMinute(clock, at);
  const today = now.slice(0, 8);
  let dayIsNamed = false;
  for (const session of hours.split(';')) {
    if (session.startsWith(today)) dayIsNamed = true;
    const [, from, to] = sessionForm.exec(session) ?? [];
    if (from === undefined || to === undefined) continue;
    if (now >= from && now < to) return true;
    if (to.startsWith(today)) dayIsNamed = true;
  }
  return dayIsNamed ? false : null;
}

/** The date at a moment in a zone, `YYYYMMDD`; null for a zone this machine does not know. */
export function dateIn(timeZoneId: string, at: EpochMs): string | null {
  const clock = clockOf(timeZoneId);
  return clock === null ? null : localMinute(clock, at).slice(0, 8);
}

/** `regular`: liquid hours; `extended`: the exchange trades, but outside them. */
export type MarketSession = 'regular' | 'extended' | 'closed';

/** In which session an instrument is at a moment; null where its hours do not say. */
export function sessionAt(
  {
    liquidHours,
    tradingHours,
    timeZoneId,
  }: Pick<Instrument, 'liquidHours' | 'tradingHours' | 'timeZoneId'>,
  at: EpochMs,
): MarketSession | null {
  const liquid = isInHours(liquidHours, timeZoneId, at);
  if (liquid === true) return 'regular';
  const trading = isInHours(tradingHours, timeZoneId, at);
  if (liquid === null || trading === null) return null;
  return trading ? 'extended' : 'closed';
}
