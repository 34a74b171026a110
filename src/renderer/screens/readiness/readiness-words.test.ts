import { describe, expect, it } from 'vitest';

import type { Figure } from '#shared/domain/readiness.ts';

import { requiredText, shareText, tellingFigure, tookText } from './readiness-words.ts';

const figure = (figureId: string, value: number | null, most: number | null): Figure => ({
  figureId,
  title: figureId,
  value,
  unit: 'ms',
  threshold: most === null ? null : { compare: 'at-most', value: most },
});

describe('readiness in words', () => {
  it('says of a check first what does not hold', () => {
    const informs = figure('informs', 1, null);
    const fine = figure('fine', 1, 2);
    const late = figure('late', 3, 2);
    expect(tellingFigure([informs, fine, late])).toBe(late);
    expect(tellingFigure([informs, fine])).toBe(fine);
    expect(tellingFigure([informs])).toBe(informs);
    expect(tellingFigure([])).toBeNull();
  });

  it('writes thresholds, shares and durations', () => {
    expect(requiredText(figure('a', 1, 20))).toBe('≤ 20 ms');
    expect(requiredText(figure('a', 1, null))).toBe('');
    expect(shareText(0.9999)).toBe('99.9 %');
    expect(shareText(1)).toBe('100 %');
    expect(tookText(320)).toBe('0.3 s');
    expect(tookText(72_400)).toBe('1:12');
  });
});
