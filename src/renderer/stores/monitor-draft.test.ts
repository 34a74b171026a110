import { describe, expect, it } from 'vitest';

import { monitorLineProblem, type MonitorLine } from './monitor-draft.ts';

const heartbeat: MonitorLine = {
  id: 'heartbeat',
  unit: 'milliseconds',
  soft: '250',
  hard: '1000',
  holdMs: '0',
  action: 'REDUCING',
  reason: 'A second is long.',
};

describe('a line of a monitor', () => {
  it.each<[string, Partial<MonitorLine>]>([
    ['as it is', {}],
    ['without a soft threshold', { soft: ' ' }],
    ['that only tells people', { hard: '', action: 'alert' }],
    ['held for a while', { holdMs: '5000' }],
    [
      'that watches a rest, with less as the graver',
      { id: 'disk-space', unit: 'megabytes free', soft: '900', hard: '0' },
    ],
  ])('%s makes sense', (_, change) => {
    expect(monitorLineProblem({ ...heartbeat, ...change })).toBeNull();
  });

  it.each<[string, Partial<MonitorLine>, string[], RegExp]>([
    ['no number', { soft: '1,5' }, ['soft'], /Write a number/],
    ['a number below 0', { hard: '-1' }, ['hard'], /not below 0/],
    ['no end', { hard: '1e999' }, ['hard'], /Write a number/],
    ['a hold of half a millisecond', { holdMs: '0.5' }, ['holdMs'], /whole number/],
    ['no hold', { holdMs: '' }, ['holdMs'], /whole number/],
    ['no reason', { reason: ' ' }, ['reason'], /Say why/],
    [
      'no threshold at all',
      { soft: '', hard: '', action: 'alert' },
      ['soft', 'hard'],
      /watches nothing/,
    ],
    ['a threshold of 0', { soft: '0' }, ['soft', 'hard'], /more than 0/],
    ['the soft one beyond the hard', { soft: '2000' }, ['soft', 'hard'], /before the hard one/],
    [
      'an action without the threshold for it',
      { hard: '' },
      ['action'],
      /REDUCING is what the hard/,
    ],
    [
      'an event that is held',
      { id: 'external-order', unit: 'orders', holdMs: '100' },
      ['holdMs'],
      /must be 0/,
    ],
  ])('%s is answered in a sentence, at its field', (_, change, fields, sentence) => {
    const problem = monitorLineProblem({ ...heartbeat, ...change });
    expect(problem?.fields).toEqual(fields);
    expect(problem?.sentence).toMatch(sentence);
  });
});
