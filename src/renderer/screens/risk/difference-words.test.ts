import { describe, expect, it } from 'vitest';

import type { LimitsDifference } from '#shared/domain/limits-difference.ts';

import { differencePlace, differenceValue } from './difference-words.ts';

const at = (...path: string[]): LimitsDifference => ({
  path,
  before: null,
  after: 1,
  effect: 'other',
});

describe('a difference of limits in words', () => {
  it.each([
    [at('maxOrderValue', 'value'), 'Order value, at most'],
    [at('maxOrderValue', 'reason'), 'Order value, at most · reason'],
    [
      at('scopes', 'person olga', 'limits', 'maxOrderValue', 'value'),
      'Order value, at most · person olga',
    ],
    [at('restrictedInstruments', 'GME', 'reason'), 'Restricted · GME · reason'],
    [at('monitors', 'heartbeat', 'hard'), 'Monitor · The gateway answers slowly · critical from'],
    [at('permissions', 'olga', 'orderTypes', 'LMT'), 'May trade · olga · order types · LMT'],
    [at('permissions', 'olga', 'accounts'), 'May trade · olga · accounts'],
    [at('somethingNew', 'deep', 'inside'), 'somethingNew · deep · inside'],
  ])('%j is %s', (difference, sentence) => {
    expect(differencePlace(difference)).toBe(sentence);
  });

  it('says nothing for nothing, and figures as figures', () => {
    expect(differenceValue(null)).toBe('—');
    expect(differenceValue('Thin.')).toBe('Thin.');
    expect(differenceValue(1000)).toMatch(/^1.000$/);
  });
});
