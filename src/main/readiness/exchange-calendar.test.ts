import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { isSession, sessionsBetween } from './exchange-calendar.ts';

describe('the exchange’s calendar', () => {
  it('has the very sessions of twenty years of history', () => {
    const file = new URL('../../../resources/history/sp500-2000.csv', import.meta.url);
    const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
    const traded = lines.map((line) => {
      const [date = ''] = line.split(',');
      const at = new Date(`${date} UTC`);
      return at.toISOString().slice(0, 10);
    });
    expect(sessionsBetween(traded[0] ?? '', traded.at(-1) ?? '')).toEqual(traded.toSorted());
  });

  it.each([
    ['2022-06-20', false],
    ['2021-06-18', true],
    ['2025-01-09', false],
    ['2021-12-31', true],
    ['2026-07-03', false],
    ['2026-11-27', true],
    ['2026-11-28', false],
  ])('%s: %s', (date, open) => {
    expect(isSession(date)).toBe(open);
  });
});
