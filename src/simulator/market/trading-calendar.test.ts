import { describe, expect, it } from 'vitest';

import { momentText } from './time-zone.ts';
import { dayOf, sessionMs, TradingCalendar, withinDay } from './trading-calendar.ts';

const calendar = new TradingCalendar(['2020-03-05', '2020-03-06', '2020-03-09', '2020-03-11']);

describe('the trading calendar', () => {
  it('goes on over weekdays before and after what is known', () => {
    expect([-2, -1, 0, 1, 2, 3, 4, 5, 6].map((day) => calendar.dateAt(day))).toEqual([
      '2020-03-03',
      '2020-03-04',
      '2020-03-05',
      '2020-03-06',
      '2020-03-09',
      '2020-03-11',
      '2020-03-12',
      '2020-03-13',
      '2020-03-16',
    ]);
  });

  it.each([
    ['a trading day', '2020-03-06', 1],
    ['a weekend', '2020-03-07', 2],
    ['a day the exchange was closed', '2020-03-10', 3],
    ['a day after the last known one', '2020-03-15', 6],
    ['a day before the first known one', '2020-03-03', -2],
  ])('finds %s or the next', (_, date, position) => {
    expect(calendar.positionOnOrAfter(date)).toBe(position);
  });

  it('opens at 09:30 in New York, before and after the change of the clocks', () => {
    expect(new Date(calendar.openAt(1)).toISOString()).toBe('2020-03-06T14:30:00.000Z');
    expect(new Date(calendar.openAt(2)).toISOString()).toBe('2020-03-09T13:30:00.000Z');
  });

  it('skips from the close to the next open', () => {
    const lastSecond = 2 * sessionMs - 1000;
    expect(momentText(calendar.epochOf(lastSecond), 'US/Eastern')).toBe(
      '20200306 15:59:59 US/Eastern',
    );
    expect(momentText(calendar.epochOf(lastSecond + 1000), 'US/Eastern')).toBe(
      '20200309 09:30:00 US/Eastern',
    );
  });

  it('turns points in time into moments, those outside a session into its edges', () => {
    const noon = Date.parse('2020-03-09T16:00:00Z');
    expect(calendar.epochOf(calendar.momentOf(noon))).toBe(noon);
    expect(calendar.momentOf(Date.parse('2020-03-09T10:00:00Z'))).toBe(2 * sessionMs);
    expect(calendar.momentOf(Date.parse('2020-03-08T18:00:00Z'))).toBe(2 * sessionMs);
    expect(calendar.momentOf(Date.parse('2020-03-06T23:00:00Z'))).toBe(2 * sessionMs);
  });

  it('cuts a moment into its day and the time within it', () => {
    expect([dayOf(-1), withinDay(-1)]).toEqual([-1, sessionMs - 1]);
    expect([dayOf(sessionMs), withinDay(sessionMs)]).toEqual([1, 0]);
  });
});
