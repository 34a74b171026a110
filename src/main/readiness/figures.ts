import type { Figure, Threshold } from '#shared/domain/readiness.ts';

function figureIn(unit: string) {
  return (
    figureId: string,
    title: string,
    value: number | null,
    threshold: Threshold | null = null,
  ): Figure => ({ figureId, title, value, unit, threshold });
}

/** Figures by their unit. */
export const count = figureIn('');
export const seconds = figureIn('s');
export const milliseconds = figureIn('ms');
export const megabytes = figureIn('MB');
export const kilobytes = figureIn('kB');
export const perSecond = figureIn('/s');
export const percent = figureIn('%');
export const points = figureIn('points');
export const money = figureIn('base currency');

/** What must not be there. */
export const none: Threshold = { compare: 'exactly', value: 0 };

export function atMost(value: number): Threshold {
  return { compare: 'at-most', value };
}

export function atLeast(value: number): Threshold {
  return { compare: 'at-least', value };
}

export function exactly(value: number): Threshold {
  return { compare: 'exactly', value };
}
