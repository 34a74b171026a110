import { describe, expect, test } from 'vitest';

import { isInHours, sessionAt } from './trading-hours.ts';

const stock = '20200309:0930-20200309:1600;20200310:CLOSED';
const future = '20200308:1800-20200309:1700;20200309:1800-20200310:1700';

describe('hours as IB writes them', () => {
  test.each([
    ['a minute before the open', stock, 'US/Eastern', '2020-03-09T13:29:59Z', false],
    ['the open', stock, 'US/Eastern', '2020-03-09T13:30:00Z', true],
    ['the last minute', stock, 'US/Eastern', '2020-03-09T19:59:59Z', true],
    ['the close', stock, 'US/Eastern', '2020-03-09T20:00:00Z', false],
    ['a closed day', stock, 'US/Eastern', '2020-03-10T15:00:00Z', false],
    ['a day that is not named', stock, 'US/Eastern', '2020-03-16T15:00:00Z', null],
    ['past midnight in a session over night', future, 'US/Central', '2020-03-09T06:00:00Z', true],
    ['the daily break', future, 'US/Central', '2020-03-09T22:30:00Z', false],
    [
      'an hour as the zone counts it in winter',
      stock,
      'Europe/London',
      '2020-03-09T09:30:00Z',
      true,
    ],
    ['no hours at all', '', 'US/Eastern', '2020-03-09T15:00:00Z', null],
    ['hours that make no sense', 'whenever', 'US/Eastern', '2020-03-09T15:00:00Z', null],
    ['a zone nobody knows', stock, 'Mars/Olympus', '2020-03-09T15:00:00Z', null],
  ])('%s', (_what, hours, zone, at, open) => {
    expect(isInHours(hours, zone, Date.parse(at))).toBe(open);
  });
});

describe('the session', () => {
  const hours = {
    timeZoneId: 'US/Eastern',
    liquidHours: '20200309:0930-20200309:1600;20200310:CLOSED',
    tradingHours: '20200309:0400-20200309:2000;20200310:CLOSED',
  };

  test.each([
    ['within liquid hours', '2020-03-09T13:30:00Z', 'regular'],
    ['before they begin', '2020-03-09T13:29:00Z', 'extended'],
    ['after they end', '2020-03-09T20:00:00Z', 'extended'],
    ['in the night', '2020-03-10T01:00:00Z', 'closed'],
    ['on a closed day', '2020-03-10T15:00:00Z', 'closed'],
    ['on a day that is not named', '2020-03-16T15:00:00Z', null],
  ])('%s', (_what, at, session) => expect(sessionAt(hours, Date.parse(at))).toBe(session));

  test('is not known where only one of the two is named', () => {
    const at = Date.parse('2020-03-09T12:00:00Z');
    expect(sessionAt({ ...hours, liquidHours: '' }, at)).toBeNull();
    expect(sessionAt({ ...hours, tradingHours: '' }, at)).toBeNull();
  });
});
