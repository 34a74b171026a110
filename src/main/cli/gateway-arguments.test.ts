import { describe, expect, it } from 'vitest';

import {
  ArgumentRefused,
  readAccounts,
  readBars,
  readDate,
  readReplay,
  readTimeOfDay,
} from './gateway-arguments.ts';

describe('the arguments of deskcheck gateway', () => {
  it('are read as they are meant', () => {
    expect(readDate('2008-09-15')).toBe('2008-09-15');
    expect(readAccounts('DU1000001, DU1000002')).toEqual(['DU1000001', 'DU1000002']);
    const first = readBars('SPY=./my=bars.csv');
    expect(readBars('EUR.USD=/fx.csv', first)).toEqual([
      { symbol: 'SPY', file: './my=bars.csv' },
      { symbol: 'EUR.USD', file: '/fx.csv' },
    ]);
  });

  it('of replays and times stay as they were written', () => {
    expect(readReplay('SPY@2008-10-15')).toBe('SPY@2008-10-15');
    expect(readReplay('./mine.csv')).toBe('./mine.csv');
    expect(readTimeOfDay('23:45')).toBe('23:45');
  });

  it.each<[string, () => unknown, string]>([
    ['a month too many', () => readDate('2020-13-01'), 'Give a day of the calendar'],
    ['a day that February has not', () => readDate('2021-02-29'), 'Give a day of the calendar'],
    ['a date in words', () => readDate('tomorrow'), 'Give a day of the calendar'],
    ['the far future', () => readDate('9999-12-30'), 'Give a day from 1970 to 2069.'],
    ['no account', () => readAccounts(''), '"" is not an account id.'],
    ['a name for an account', () => readAccounts('DU1000001,me'), '"me" is not an account id.'],
    ['an account twice', () => readAccounts('DU1000001,DU1000001'), 'An account is named twice.'],
    ['a file for nothing', () => readBars('=spy.csv'), 'Give an instrument and a file'],
    ['an instrument alone', () => readBars('SPY'), 'Give an instrument and a file'],
    [
      'an instrument twice',
      () => readBars('SPY=b', [{ symbol: 'SPY', file: 'a' }]),
      'SPY has its bars already.',
    ],
    ['a replay of nothing', () => readReplay('yesterday'), "'yesterday' cannot be replayed."],
    ['an hour too many', () => readTimeOfDay('24:00'), 'Give a time from 00:00 to 23:59'],
    ['a time in words', () => readTimeOfDay('noon'), 'Give a time from 00:00 to 23:59'],
  ])('refuse %s in words', (_name, read, sentence) => {
    expect(read).toThrow(ArgumentRefused);
    expect(read).toThrow(sentence);
  });
});
