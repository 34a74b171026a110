/** Between thousands, so that 152 000 cannot be read as 15 200. */
const THIN_SPACE = '\u2009';

/** A number as a sentence shows it: thin spaces between thousands, at most `digits` decimals, no trailing zeros. */
export function figure(value: number, digits = 8): string {
  if (!Number.isFinite(value)) return String(value);
  const [whole = '', decimals = ''] = Math.abs(value).toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, THIN_SPACE);
  const kept = decimals.replace(/0+$/, '');
  const text = kept === '' ? grouped : `${grouped}.${kept}`;
  return value < 0 && /[1-9]/.test(text) ? `\u2212${text}` : text;
}

/** A sum of money with its currency, to the cent. */
export function money(value: number, currency: string): string {
  return `${figure(value, 2)} ${currency}`;
}
