import { describe, expect, it } from 'vitest';

import { FieldReader, MalformedRequest, message, sevenBit } from './fields.ts';

describe('fields', () => {
  it('end with a NUL each, with 1 and 0 for true and false', () => {
    expect(message(4, 'a', '', true, false, 'x').split('\0')).toEqual([
      '4',
      'a',
      '',
      '1',
      '0',
      'x',
      '',
    ]);
  });

  it('are read in order and by kind', () => {
    const fields = new FieldReader(message(7, 'text', '', 1.5, 'true'));
    expect(fields.integer('a')).toBe(7);
    expect(fields.text('b')).toBe('text');
    expect(fields.optionalNumber('c')).toBeNull();
    expect(fields.optionalNumber('d')).toBe(1.5);
    expect(fields.flag('e')).toBe(true);
  });

  it('know the values that mean none', () => {
    const fields = new FieldReader(message('1.7976931348623157E308', 2_147_483_647));
    expect(fields.optionalNumber('a')).toBeNull();
    expect(fields.optionalInteger('b')).toBeNull();
  });

  it.each([
    ['a word for a whole number', 'abc\0', 'quantity is'],
    ['a fraction for a whole number', '1.5\0', 'not a whole number'],
    ['infinity for a whole number', 'Infinity\0', 'not a whole number'],
    ['nothing at all', '', 'ends before quantity'],
  ])('refuse %s', (_, frame, words) => {
    const read = (): number => new FieldReader(frame).integer('quantity');
    expect(read).toThrow(MalformedRequest);
    expect(read).toThrow(words);
  });

  it.each(['NaN', 'Infinity', '-Infinity', '1e999', '12,5'])('refuse %s as a number', (text) => {
    expect(() => new FieldReader(`${text}\0`).optionalNumber('price')).toThrow(MalformedRequest);
  });

  it('carry other characters as seven-bit escapes and no NUL', () => {
    expect(sevenBit('Zürich\0 €')).toBe('Z\\u00fcrich  \\u20ac');
  });
});
