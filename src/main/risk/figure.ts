/** Between thousands, so that 152 000 cannot be read as 15 200. */
const THIN_SPACE = '\u202f';
const MINUS = '\u2212';

/** A number as a sentence shows it: thin spaces between thousands, at most `digits` decimals, no trailing zeros. */
export function figure(value: number, digits = 8): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  const text = size.toFixed(Number.isInteger(value) ? 0 : digits);
  const point = text.indexOf('.');
  const whole = point < 0 ? text : text.slice(0, point);
  const decimals = point < 0 ? '' : withoutTrailingZeros(text.slice(point));
  const sign = value < 0 && Number(text) !== 0 ? MINUS : '';
  return sign + grouped(whole) + decimals;
}

/** A sum of money with its currency, to the cent. */
export function money(value: number, currency: string): string {
  return `${figure(value, 2)} ${currency}`;
}

function grouped(whole: string): string {
  let rest = whole;
  let groups = '';
  while (rest.length > 3) {
    groups = THIN_SPACE + rest.slice(-3) + groups;
    rest = rest.slice(0, -3);
  }
  return rest + groups;
}

/** Of `.2500` `.25`, of `.00` nothing. */
function withoutTrailingZeros(decimals: string): string {
  let end = decimals.length;
  while (end > 1 && decimals[end - 1] === '0') end -= 1;
  return end === 1 ? '' : decimals.slice(0, end);
}
