import { readFileSync } from 'node:fs';

import { describe, expect, it, test } from 'vitest';

import { readExposition } from '../exposition-reading.ts';
import {
  fallenCounters,
  missingFamilies,
  promisedFamilies,
  unmoved,
  unreadable,
} from './metrics-complete.ts';

const family = (name: string, type: string, samples: readonly string[]): string =>
  [`# HELP ${name} What it is.`, `# TYPE ${name} ${type}`, ...samples, ''].join('\n');

const whole = promisedFamilies.map((name) => family(name, 'gauge', [`${name} 1`])).join('');

test('the page on metrics promises these families and no others', () => {
  const page = readFileSync(new URL('../../../../docs/metrics.md', import.meta.url), 'utf8');
  const [, table = ''] = page.split('## What there is');
  const rows = table.split('\n## ')[0]?.split('\n') ?? [];
  const named = rows.flatMap((row) => {
    const [, names = ''] = row.split('|');
    return [...names.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name);
  });
  expect(named).toEqual(promisedFamilies);
});

describe('an exposition', () => {
  it('is read with its types, labels and special values', () => {
    const read = readExposition(
      family('a_total', 'counter', [String.raw`a_total{b="c\"d",e=""} 3`, 'a_total +Inf']),
    );
    expect(read.problems).toEqual([]);
    expect([...read.samples]).toEqual([
      [String.raw`a_total{b="c\"d",e=""}`, { family: 'a_total', value: 3 }],
      ['a_total', { family: 'a_total', value: Number.POSITIVE_INFINITY }],
    ]);
    expect(read.families.get('a_total')).toEqual({
      name: 'a_total',
      type: 'counter',
      hasHelp: true,
    });
  });

  it('names what is no sample, and what is said twice', () => {
    expect(readExposition('a 1\na 2\nnonsense\n').problems).toEqual([
      'a is said twice.',
      'The line “nonsense” is no sample.',
    ]);
  });
});

describe('what is promised', () => {
  it.each<[string, string, string[]]>([
    ['is all there', whole, []],
    [
      'is missing',
      whole.replace(family('deskcheck_fault', 'gauge', ['deskcheck_fault 1']), ''),
      ['deskcheck_fault is promised and not there.'],
    ],
    ['has no figure', whole.replace('deskcheck_fault 1\n', ''), ['deskcheck_fault has no figure.']],
    [
      'does not say its type',
      whole.replace('# TYPE deskcheck_fault gauge\n', ''),
      ['deskcheck_fault does not say what it is.'],
    ],
  ])('%s', (_what, text, said) => {
    expect(missingFamilies(readExposition(text))).toEqual(said);
  });
});

it.each(['NaN', '+Inf', '-Inf', 'none'])('a figure of %s is none', (value) => {
  expect(unreadable(readExposition(`a ${value}\nb 1\n`))).toHaveLength(1);
});

describe('counters', () => {
  const scrape = (text: string) => readExposition(family('a_total', 'counter', [text]));
  it.each<[string, string, string, string[]]>([
    ['stay', 'a_total 3', 'a_total 3', []],
    ['grow', 'a_total 3', 'a_total 4', []],
    ['fall', 'a_total 3', 'a_total 2', ['a_total fell from 3 to 2.']],
    ['go', 'a_total 3', 'a_total{b="c"} 3', ['a_total is gone.']],
  ])('%s', (_what, before, after, said) => {
    expect(fallenCounters({ before: scrape(before), after: scrape(after) })).toEqual(said);
  });

  it.each<[string, string, string[]]>([
    ['once', 'a_total 4', []],
    ['twice', 'a_total 5', ['a_total moved by 2 where 1 happened.']],
    ['not at all', 'a_total 3', ['a_total moved by 0 where 1 happened.']],
    ['nowhere', 'a_total{b="c"} 4', ['a_total is not there.']],
  ])('count %s what was done', (_what, after, said) => {
    const moves = [{ series: 'a_total', by: 1 }];
    expect(unmoved({ before: scrape('a_total 3'), after: scrape(after), moves })).toEqual(said);
  });
});

it('a gauge may fall', () => {
  const [before, after] = [3, 2].map((value) =>
    readExposition(family('a', 'gauge', [`a ${value}`])),
  );
  if (before === undefined || after === undefined) throw new Error('Two were read.');
  expect(fallenCounters({ before, after })).toEqual([]);
});
