import type { Figure } from '#shared/domain/readiness.ts';

const compareWords = { 'at-most': 'at most ', 'at-least': 'at least ', exactly: '' } as const;

/** A figure with its unit, as a sentence says it: `12.4 ms`. */
export function figureText({ value, unit }: Pick<Figure, 'value' | 'unit'>): string {
  if (value === null) return 'unknown';
  return unit === '' ? numberText(value) : `${numberText(value)} ${unit}`;
}

/** What a figure must be: `at most 20 ms`; empty where it only informs. */
export function thresholdText({ threshold, unit }: Pick<Figure, 'threshold' | 'unit'>): string {
  if (threshold === null) return '';
  return `${compareWords[threshold.compare]}${figureText({ value: threshold.value, unit })}`;
}

/** Four digits say enough of a measurement; whole numbers are whole. */
function numberText(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  return Number(value.toPrecision(4)).toLocaleString('en-US', { maximumFractionDigits: 6 });
}
