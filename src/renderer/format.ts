import { priceDigits } from '#shared/domain/instrument.ts';

/**
 * How the console writes figures. Thousands stand apart by a thin space, a negative figure has a minus sign and not
 * a hyphen, and a figure nobody knows is a dash, never 0: whoever shows one says why on hover.
 */

/** Narrow and never broken over two lines. */
const thinSpace = '\u202f';
const minus = '\u2212';

/** What stands for a figure nobody knows. */
export const unknown = '—';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, thinSpace);
}

/** A figure with exactly `digits` after the point. A figure that rounds to zero carries no sign. */
export function formatNumber(value: number | null, digits: number): string {
  if (value === null || !Number.isFinite(value)) return unknown;
  const [whole = '0', fraction] = Math.abs(value).toFixed(digits).split('.');
  const text = fraction === undefined ? grouped(whole) : `${grouped(whole)}.${fraction}`;
  const isZero = !/[1-9]/.test(text);
  return value < 0 && !isZero ? `${minus}${text}` : text;
}

/** A price with as many digits as the instrument's tick needs. */
export function formatPrice(price: number | null, minTick: number): string {
  return formatNumber(price, priceDigits(minTick));
}

/** A price that lies between ticks, such as an average: two digits more than the tick, less the needless zeros. */
export function formatAveragePrice(price: number | null, minTick: number): string {
  const digits = priceDigits(minTick);
  const text = formatNumber(price, digits + 2);
  return text.endsWith('00') ? text.slice(0, -2).replace(/\.$/, '') : text;
}

/** A quantity without needless decimals; at most eight, as many as a fraction of a share has. */
export function formatQuantity(quantity: number | null): string {
  if (quantity === null || !Number.isFinite(quantity)) return unknown;
  const decimals = quantity.toFixed(8).replace(/0+$/, '').split('.')[1] ?? '';
  return formatNumber(quantity, decimals.length);
}

/** A quantity that always shows which way it goes: `+800`, `−400`, `0`. */
export function formatSignedQuantity(quantity: number | null): string {
  const text = formatQuantity(quantity);
  return quantity !== null && quantity > 0 ? `+${text}` : text;
}

/** A figure that always shows its sign; zero has none. */
export function formatSigned(value: number | null, digits: number): string {
  const text = formatNumber(value, digits);
  return value !== null && value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** Which way a change goes once it is rounded for the screen. */
export type Direction = 'up' | 'down' | 'flat';

export function directionOf(value: number | null, digits: number): Direction {
  const text = formatSigned(value, digits);
  if (text.startsWith('+')) return 'up';
  return text.startsWith(minus) ? 'down' : 'flat';
}

const directionMarks: Record<Direction, string> = { up: '▲ ', down: '▼ ', flat: '' };

/** A gain or loss: sign and shape, so that colour is never the only one to say it. */
export function formatChange(value: number | null, digits: number): string {
  return `${directionMarks[directionOf(value, digits)]}${formatSigned(value, digits)}`;
}

/** Money of a currency that counts in hundredths. */
export function formatMoney(value: number | null): string {
  return formatNumber(value, 2);
}

/**
 * What an alert measured, or the threshold it was measured against, with its unit: as many digits as a person compares,
 * and durations of a second and more in seconds. A unit that is not known is none.
 */
export function formatMeasured(value: number, unit: string | null): string {
  if (unit === 'ms' && Math.abs(value) >= second) return `${rounded(value / second)} s`;
  const word = unit === 'percent' ? '%' : unit;
  return word === null ? rounded(value) : `${rounded(value)} ${word}`;
}

function rounded(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 1_000 ? 0 : size >= 100 ? 1 : 2;
  return formatPlain(Number(value.toFixed(digits)));
}

/** A limit or a count as it was written, up to six digits after the point. */
export function formatPlain(value: number): string {
  const decimals = value.toFixed(6).replace(/0+$/, '').split('.')[1] ?? '';
  return formatNumber(value, decimals.length);
}

/** A traded volume in thousands or millions, one digit after the point. */
export function formatVolume(volume: number | null): string {
  if (volume === null) return unknown;
  if (volume >= 99_950) return `${formatNumber(volume / 1e6, 1)}${thinSpace}M`;
  if (volume >= 9_995) return `${formatNumber(volume / 1e3, 1)}${thinSpace}k`;
  return formatQuantity(volume);
}

/** How long something is ago or lasts, in milliseconds: `0.4 s`, `12 s`, `3 m`, `2 h`, `5 d`. */
export function formatAge(milliseconds: number): string {
  const age = Math.max(0, milliseconds);
  if (age < 9_950) return `${(age / second).toFixed(1)} s`;
  if (age < minute) return `${Math.round(Math.min(age, 59_499) / second)} s`;
  if (age < hour) return `${Math.floor(age / minute)} m`;
  if (age < day) return `${Math.floor(age / hour)} h`;
  return `${Math.floor(age / day)} d`;
}

/** A short duration in milliseconds, to a tenth below ten: `0.4 ms`, `38 ms`. */
export function formatMilliseconds(milliseconds: number | null): string {
  if (milliseconds === null) return unknown;
  return `${formatNumber(milliseconds, milliseconds < 9.95 ? 1 : 0)} ms`;
}

/** The zone of the exchanges the desk trades on. Shown as `ET`. */
export const exchangeZone = 'America/New_York';

const zoneFormats = new Map<string, Intl.DateTimeFormat>();

function partsIn(epochMs: number, zone: string | undefined): Record<string, string> {
  const key = zone ?? '';
  const format =
    zoneFormats.get(key) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
    });
  zoneFormats.set(key, format);
  return Object.fromEntries(format.formatToParts(epochMs).map((part) => [part.type, part.value]));
}

/** `2020-03-09` in a zone; the machine's own zone when none is named. */
export function formatDate(epochMs: number, zone?: string): string {
  const { year, month, day: dayOfMonth } = partsIn(epochMs, zone);
  return `${year}-${month}-${dayOfMonth}`;
}

/** `10:42:17` in a zone; the machine's own zone when none is named. */
export function formatTime(epochMs: number, zone?: string): string {
  const { hour: hours, minute: minutes, second: seconds } = partsIn(epochMs, zone);
  return `${hours}:${minutes}:${seconds}`;
}

/** What the machine's own zone is called at that moment, for a column head: `CET`, `UTC`. */
export function localZoneName(epochMs: number): string {
  return partsIn(epochMs, undefined)['timeZoneName'] ?? 'local';
}

/** The time of an ISO-8601 text in the machine's zone; the date before it when it is not of the same day as `now`. */
export function formatMoment(iso: string, now: number): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return unknown;
  const date = formatDate(at);
  return date === formatDate(now) ? formatTime(at) : `${date} ${formatTime(at)}`;
}
