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
export const milliseconds = figureIn('ms');
export const megabytes = figureIn('MB');
