import { describe, expect, it } from 'vitest';

import {
  formatMeasured,
  directionOf,
  exchangeZone,
  formatAge,
  formatAveragePrice,
  formatChange,
  formatDate,
  formatMilliseconds,
  formatMoment,
  formatMoney,
  formatNumber,
  formatPlain,
  formatPrice,
  formatQuantity,
  formatSigned,
  formatSignedQuantity,
  formatTime,
  formatVolume,
} from './format.ts';

describe('numbers', () => {
  it.each([
    [1234567.5, 2, '1\u202f234\u202f567.50'],
    [-1284.5, 2, '\u22121\u202f284.50'],
    [999, 0, '999'],
    [1000, 0, '1\u202f000'],
    [-0.001, 2, '0.00'],
    [0, 2, '0.00'],
    [null, 2, '—'],
    [Number.NaN, 2, '—'],
    [Number.POSITIVE_INFINITY, 2, '—'],
  ])('%s with %s digits is %s', (value, digits, text) => {
    expect(formatNumber(value, digits)).toBe(text);
  });

  it('writes a price at its tick', () => {
    expect(formatPrice(274.8, 0.01)).toBe('274.80');
    expect(formatPrice(2748.5, 0.25)).toBe('2\u202f748.50');
    expect(formatPrice(1.14408, 0.00005)).toBe('1.14408');
    expect(formatPrice(105, 1)).toBe('105');
    expect(formatPrice(null, 0.01)).toBe('—');
  });

  it('gives an average price two more digits only where they say something', () => {
    expect(formatAveragePrice(274.82, 0.01)).toBe('274.82');
    expect(formatAveragePrice(274.823, 0.01)).toBe('274.8230');
    expect(formatAveragePrice(1000, 1)).toBe('1\u202f000');
    expect(formatAveragePrice(null, 0.01)).toBe('—');
  });

  it('writes quantities without needless decimals', () => {
    expect(formatQuantity(1300)).toBe('1\u202f300');
    expect(formatQuantity(0.25)).toBe('0.25');
    expect(formatQuantity(-400)).toBe('\u2212400');
    expect(formatQuantity(null)).toBe('—');
    expect(formatSignedQuantity(800)).toBe('+800');
    expect(formatSignedQuantity(-400)).toBe('\u2212400');
    expect(formatSignedQuantity(0)).toBe('0');
  });

  it('always signs a gain or a loss and adds its shape', () => {
    expect(formatSigned(1180.5, 2)).toBe('+1\u202f180.50');
    expect(formatSigned(0, 2)).toBe('0.00');
    expect(formatChange(104, 2)).toBe('▲ +104.00');
    expect(formatChange(-632, 2)).toBe('▼ \u2212632.00');
    expect(formatChange(0.004, 2)).toBe('0.00');
    expect(formatChange(null, 2)).toBe('—');
  });

  it('takes the direction from the rounded figure', () => {
    expect(directionOf(0.004, 2)).toBe('flat');
    expect(directionOf(-0.006, 2)).toBe('down');
    expect(directionOf(0.006, 2)).toBe('up');
    expect(directionOf(null, 2)).toBe('flat');
  });

  it('shortens volumes', () => {
    expect(formatVolume(12_400_000)).toBe('12.4\u202fM');
    expect(formatVolume(900_000)).toBe('0.9\u202fM');
    expect(formatVolume(45_300)).toBe('45.3\u202fk');
    expect(formatVolume(812)).toBe('812');
    expect(formatVolume(null)).toBe('—');
  });

  it('writes limits as they were set', () => {
    expect(formatPlain(100_000)).toBe('100\u202f000');
    expect(formatPlain(2.5)).toBe('2.5');
  });

  it('writes money with two digits', () => {
    expect(formatMoney(500312.4)).toBe('500\u202f312.40');
  });
});

describe('durations', () => {
  it.each([
    [-20, '0.0 s'],
    [400, '0.4 s'],
    [9_900, '9.9 s'],
    [9_960, '10 s'],
    [12_400, '12 s'],
    [59_900, '59 s'],
    [60_000, '1 m'],
    [3 * 60_000 + 59_000, '3 m'],
    [2 * 3_600_000, '2 h'],
    [5 * 86_400_000, '5 d'],
  ])('%s ms is %s', (age, text) => {
    expect(formatAge(age)).toBe(text);
  });

  it('writes round trips', () => {
    expect(formatMilliseconds(0.42)).toBe('0.4 ms');
    expect(formatMilliseconds(38.2)).toBe('38 ms');
    expect(formatMilliseconds(null)).toBe('—');
  });
});

describe('what an alert measured', () => {
  it.each<[number, string | null, string]>([
    [4812.3377, 'USD of loss', '4\u202f812 USD of loss'],
    [101.26, 'percent', '101.3 %'],
    [7.123456, 'percent', '7.12 %'],
    [0.5, 'percent', '0.5 %'],
    [412.9, 'ms', '412.9 ms'],
    [34_210.4, 'ms', '34.21 s'],
    [30_000, 'ms', '30 s'],
    [12, 'orders', '12 orders'],
    [1, null, '1'],
  ])('%s %s is %s', (value, unit, text) => {
    expect(formatMeasured(value, unit)).toBe(text);
  });
});

describe('moments', () => {
  const crash = Date.UTC(2020, 2, 9, 14, 42, 17);

  it('shows the exchange its own wall clock, summer time included', () => {
    expect(formatDate(crash, exchangeZone)).toBe('2020-03-09');
    expect(formatTime(crash, exchangeZone)).toBe('10:42:17');
    expect(formatTime(Date.UTC(2020, 0, 9, 5, 0, 0), exchangeZone)).toBe('00:00:00');
  });

  it('adds the date to what did not happen today', () => {
    const iso = new Date(crash).toISOString();
    expect(formatMoment(iso, crash + 1_000)).toMatch(/^\d\d:\d\d:\d\d$/);
    expect(formatMoment(iso, crash + 3 * 86_400_000)).toMatch(/^2020-03-\d\d \d\d:\d\d:\d\d$/);
    expect(formatMoment('not a time', crash)).toBe('—');
  });
});
