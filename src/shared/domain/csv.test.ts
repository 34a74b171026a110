import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { csvCells, csvLine } from './csv.ts';

describe('a line of CSV', () => {
  it.each<[string, unknown, string]>([
    ['text', 'SPY', 'SPY'],
    ['nothing', null, ''],
    ['a missing value', undefined, ''],
    ['a number', 274.85, '274.85'],
    ['a negative number, which is no formula', -500, '-500'],
    ['a truth', false, 'false'],
    ['a comma', 'a,b', '"a,b"'],
    ['quotes', 'the "desk"', '"the ""desk"""'],
    ['a line feed', 'a\nb', '"a\nb"'],
    ['a structure', { quantity: 1 }, '"{""quantity"":1}"'],
    ['a formula', '=1+1', "'=1+1"],
    ['a call', '+HYPERLINK("x","y")', `"'+HYPERLINK(""x"",""y"")"`],
    ['a minus', '-2+3', "'-2+3"],
    ['an at', '@SUM(A1)', "'@SUM(A1)"],
    ['a tab', '\t=1', "'\t=1"],
    ['a carriage return', '\r=1', `"'\r=1"`],
    ['a wide formula', '\uFF1D1+1', "'\uFF1D1+1"],
    ['a formula further on', 'a=1', 'a=1'],
  ])('with %s', (_name, value, cell) => {
    expect(csvLine(['x', value, 1])).toBe(`x,${cell},1\r\n`);
  });
});

describe('the cells of a CSV text', () => {
  it('are what was written, whatever it was', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((each) => !each.startsWith("'"));
    fc.assert(
      fc.property(fc.array(fc.array(text, { minLength: 1 })), (lines) => {
        expect(csvCells(lines.map((line) => csvLine(line)).join(''))).toEqual(lines);
      }),
    );
  });

  it.each<[string, string, string[][]]>([
    [
      'a last line without its end',
      'a,b\nc,',
      [
        ['a', 'b'],
        ['c', ''],
      ],
    ],
    ['an empty line', 'a\r\n\r\nb\r\n', [['a'], [''], ['b']]],
  ])('of %s', (_name, text, expected) => {
    expect(csvCells(text)).toEqual(expected);
  });

  it('are not guessed where a quote is not closed', () => {
    expect(() => csvCells('a,"b')).toThrow('line 1');
  });
});
