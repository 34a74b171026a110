import type { EpochMs } from '#shared/domain/ports.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZoneId: string): Intl.DateTimeFormat {
  let format = formats.get(timeZoneId);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: timeZoneId,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZoneId, format);
  }
  return format;
}

/** What a wall clock in the zone shows, as the milliseconds the same reading would have in UTC. */
export function wallClock(epochMs: EpochMs, timeZoneId: string): number {
  const part = new Map(
    formatOf(timeZoneId)
      .formatToParts(epochMs)
      .map((p) => [p.type, Number(p.value)]),
  );
  const at = (name: Intl.DateTimeFormatPartTypes): number => part.get(name) ?? 0;
  return Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second'));
}

/** The moment at which a wall clock in the zone shows the reading (given as if it were UTC). */
export function momentOfWallClock(reading: number, timeZoneId: string): EpochMs {
  // The offset at the reading taken as UTC is right except near a change of the clocks; once more settles that.
  const guess = reading - (wallClock(reading, timeZoneId) - reading);
  return guess - (wallClock(guess, timeZoneId) - reading);
}

/** `20200309 10:42:17` for a reading. */
export function readingText(reading: number): string {
  const iso = new Date(reading).toISOString();
  return `${iso.slice(0, 10).replaceAll('-', '')} ${iso.slice(11, 19)}`;
}

/** `20200309 10:42:17 US/Eastern`, the form in which IB writes a moment. */
export function momentText(epochMs: EpochMs, timeZoneId: string): string {
  return `${readingText(wallClock(Math.floor(epochMs / 1000) * 1000, timeZoneId))} ${timeZoneId}`;
}

/** `2020-03-09` becomes `20200309`. */
export function compactDate(isoDate: string): string {
  return isoDate.replaceAll('-', '');
}

/** `20200309` becomes `2020-03-09`. */
export function withDashes(compact: string): string {
  return `${compact.slice(0, 4)}-${compact.slice(4, 6)}-${compact.slice(6, 8)}`;
}

/** The ISO date some days later. */
export function addDays(isoDate: string, days: number): string {
  return new Date(Date.parse(`${isoDate}T00:00:00Z`) + days * 86_400_000)
    .toISOString()
    .slice(0, 10);
}

/** 0 for Sunday … 6 for Saturday. */
export function dayOfWeek(isoDate: string): number {
  return new Date(`${isoDate}T00:00:00Z`).getUTCDay();
}
