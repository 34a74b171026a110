import type { EpochMs } from '#shared/domain/ports.ts';

/**
 * Windows names its zones in its own way and TWS on Windows passes them on. Those of the markets and desks most
 * likely to meet; source: Unicode CLDR, windowsZones.
 */
const windowsZones: Readonly<Record<string, string>> = {
  'AUS Eastern Standard Time': 'Australia/Sydney',
  'Central Europe Standard Time': 'Europe/Budapest',
  'Central European Standard Time': 'Europe/Warsaw',
  'Central Standard Time': 'America/Chicago',
  'China Standard Time': 'Asia/Shanghai',
  'Eastern Standard Time': 'America/New_York',
  'Eastern Daylight Time': 'America/New_York',
  'FLE Standard Time': 'Europe/Kyiv',
  'GMT Standard Time': 'Europe/London',
  'GTB Standard Time': 'Europe/Bucharest',
  'Greenwich Mean Time': 'Europe/London',
  'India Standard Time': 'Asia/Kolkata',
  'Israel Standard Time': 'Asia/Jerusalem',
  'Mountain Standard Time': 'America/Denver',
  'Pacific Standard Time': 'America/Los_Angeles',
  'Romance Standard Time': 'Europe/Paris',
  'Singapore Standard Time': 'Asia/Singapore',
  'Tokyo Standard Time': 'Asia/Tokyo',
  'W. Europe Standard Time': 'Europe/Berlin',
};

const epochSeconds = /^\d{9,10}$/;
const epochMilliseconds = /^\d{12,13}$/;
const dateOnly = /^(\d{4})(\d{2})(\d{2})$/;
const dateAndTime = /^(\d{4})(\d{2})(\d{2})(-|\s+)(\d{2}):(\d{2}):(\d{2})(?:\s+(\S.*))?$/;
const isoInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

/**
 * A moment as the gateway writes it, as epoch milliseconds; null where it cannot be told. Understood are
 * `20260413 15:27:04 US/Eastern`, `20260413-15:27:04` (UTC), `20260413 15:27:04` (in `defaultZone`), `20260413`
 * (midnight UTC), seconds or milliseconds since 1970, and ISO-8601 in UTC.
 *
 * @param defaultZone zone of texts that name none; null when it is not known.
 */
export function parseBrokerTime(text: string, defaultZone: string | null): EpochMs | null {
  const trimmed = text.trim();
  if (epochSeconds.test(trimmed)) return Number(trimmed) * 1000;
  if (epochMilliseconds.test(trimmed)) return Number(trimmed);
  if (isoInstant.test(trimmed)) return finiteOrNull(Date.parse(trimmed));
  const date = dateOnly.exec(trimmed);
  if (date !== null) return utc(date[1], date[2], date[3], '0', '0', '0');
  const parts = dateAndTime.exec(trimmed);
  if (parts === null) return null;
  const [, year, month, day, separator, hour, minute, second, namedZone] = parts;
  const wall = utc(year, month, day, hour, minute, second);
  if (wall === null) return null;
  const zone = namedZone ?? (separator === '-' ? 'UTC' : defaultZone);
  return zone === null || zone === undefined ? null : wallTimeInZone(wall, zone);
}

/** The zone at the end of the handshake's connection time: `20260405 23:49:26 Central European Standard Time`. */
export function zoneOfConnectionTime(connectionTime: string): string | null {
  const zone = dateAndTime.exec(connectionTime.trim())?.[8];
  return zone !== undefined && formatterFor(zone) !== null ? zone : null;
}

/** The UTC form that requests use: `20260413-15:27:04`. */
export function formatBrokerUtc(at: EpochMs): string {
  const iso = new Date(at).toISOString();
  return `${iso.slice(0, 10).replaceAll('-', '')}-${iso.slice(11, 19)}`;
}

function utc(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
): number | null {
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  // Date.UTC carries the 31st of June over into July; a text that says so is not a moment.
  const back = new Date(at);
  const faithful =
    back.getUTCMonth() === Number(month) - 1 &&
    back.getUTCDate() === Number(day) &&
    back.getUTCHours() === Number(hour) &&
    back.getUTCMinutes() === Number(minute);
  return faithful ? at : null;
}

/**
 * The instant at which clocks in `zone` show the wall time `wall` (given as if it were UTC). In the hour that
 * autumn repeats, the first of the two; in the hour that spring skips, the instant the clocks would have shown it
 * without the change.
 */
function wallTimeInZone(wall: number, zone: string): EpochMs | null {
  const formatter = formatterFor(zone);
  if (formatter === null) return null;
  const dayMs = 86_400_000;
  const before = offsetAt(wall - dayMs, formatter);
  const after = offsetAt(wall + dayMs, formatter);
  for (const instant of [wall - before, wall - after]) {
    if (instant + offsetAt(instant, formatter) === wall) return instant;
  }
  return wall - before;
}

/** Milliseconds by which clocks in the formatter's zone are ahead of UTC at an instant. */
function offsetAt(instant: number, formatter: Intl.DateTimeFormat): number {
  const whole = Math.floor(instant / 1000) * 1000;
  const figures: Record<string, number> = {};
  for (const part of formatter.formatToParts(whole)) figures[part.type] = Number(part.value);
  const shown = Date.UTC(
    figures['year'] ?? 0,
    (figures['month'] ?? 1) - 1,
    figures['day'] ?? 1,
    figures['hour'] ?? 0,
    figures['minute'] ?? 0,
    figures['second'] ?? 0,
  );
  return shown - whole;
}

const formatters = new Map<string, Intl.DateTimeFormat | null>();

function formatterFor(zone: string): Intl.DateTimeFormat | null {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = makeFormatter(windowsZones[zone] ?? zone);
  formatters.set(zone, made);
  return made;
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
