import { describe, expect, test } from 'vitest';

import { isInHours } from './trading-hours.ts';

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
