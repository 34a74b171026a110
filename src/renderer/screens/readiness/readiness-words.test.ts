import { describe, expect, it } from 'vitest';

import type { Figure } from '#shared/domain/readiness.ts';

import {
  figuresInWords,
  listedText,
  measuredText,
  requiredText,
  shareText,
  tellingFigure,
  tookText,
} from './readiness-words.ts';

const figure = (figureId: string, value: number | null, most: number | null): Figure => ({
  figureId,
  title: figureId,
  value,
  unit: 'ms',
  threshold: most === null ? null : { compare: 'at-most', value: most },
});

const times = (value: number | null, most: number | null): string[] => [
  requiredText(figure('a', value, most)),
  measuredText(figure('a', value, most)),
];

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

  it('says of a check that holds what is nearest its threshold', () => {
    const calm = figure('calm', 200, 2000);
    const near = figure('near', 15, 20);
    const enough: Figure = {
      ...figure('enough', 5, null),
      threshold: { compare: 'at-least', value: 4 },
    };
    const exact: Figure = {
      ...figure('exact', 5, null),
      threshold: { compare: 'exactly', value: 5 },
    };
    const drawdown: Figure = {
      ...figure('drawdown', 3, null),
      threshold: { compare: 'at-least', value: 0 },
    };
    expect(tellingFigure([exact, calm, near])).toBe(near);
    expect(tellingFigure([near, enough])).toBe(enough);
    expect(tellingFigure([exact, drawdown, calm])).toBe(calm);
    expect(tellingFigure([exact])).toBe(exact);
    expect(listedText([exact, calm, near])).toBe('15 ms and 2 more');
    expect(listedText([near])).toBe('15 ms');
    expect(listedText([])).toBe('');
    expect(figuresInWords([near, figure('informs', 1, null)])).toBe(
      'near: 15 ms, must be ≤ 20 ms\ninforms: 1 ms',
    );
  });

  it.each([
    [0, 2000, '≤ 2\u202f000 ms', '< 1 ms'],
    [0.004, 20, '≤ 20 ms', '< 1 ms'],
    [0.4, 20, '≤ 20 ms', '0.4 ms'],
    [320, 2000, '≤ 2\u202f000 ms', '320 ms'],
    [1500, 2000, '≤ 2 s', '1.5 s'],
    [1500, 500, '≤ 500 ms', '1\u202f500 ms'],
    [null, 2000, '≤ 2 s', '—'],
    [1500, null, '', '1.5 s'],
  ])('writes %d ms and its threshold of %d ms in one unit', (value, most, required, measured) => {
    expect(times(value, most)).toEqual([required, measured]);
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
