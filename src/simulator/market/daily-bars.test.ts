import { describe, expect, it } from 'vitest';

import { BarFileError, parseDailyBars } from './daily-bars.ts';

const header = 'date,open,high,low,close,volume';

describe('a CSV of daily bars', () => {
  it('is read whatever the order of its columns, with others beside them', () => {
    const bars = parseDailyBars(
      'volume,Date,close,low,high,open,note\r\n5,2020-03-09,2,1,4,3,x\r\n',
      'b.csv',
    );
    expect(bars).toEqual([{ date: '2020-03-09', open: 3, high: 4, low: 1, close: 2, volume: 5 }]);
  });

  it.each([
    [
      'no heading',
      '2020-03-09,1,2,1,2,5',
      'line 1: the heading lacks date, open, high, low, close, volume',
    ],
    [
      'a missing column',
      'date,open,high,low,close\n2020-03-09,1,2,1,2',
      'line 1: the heading lacks volume',
    ],
    ['no bars', `${header}\n`, 'line 2: there is no bar'],
    ['a short line', `${header}\n2020-03-09,1,2,1`, 'line 2: it has 4 cells and the heading has 6'],
    ['another date format', `${header}\n09/03/2020,1,2,1,2,5`, "line 2: the date is '09/03/2020'"],
    ['an impossible date', `${header}\n2020-13-09,1,2,1,2,5`, 'line 2: the date is'],
    [
      'a word for a price',
      `${header}\n2020-03-09,1,2,1,two,5`,
      "line 2: close is 'two', not a number",
    ],
    ['an empty price', `${header}\n2020-03-09,1,,1,2,5`, "line 2: high is '', not a number"],
    ['a price of 0', `${header}\n2020-03-09,1,2,0,2,5`, 'line 2: the low is 0'],
    ['a high below the close', `${header}\n2020-03-09,1,2,1,3,5`, 'line 2: the high 2 is below'],
    ['a low above the open', `${header}\n2020-03-09,1,3,2,3,5`, 'line 2: the low 2 is above'],
    ['a negative volume', `${header}\n2020-03-09,1,2,1,2,-5`, 'line 2: the volume is -5'],
    [
      'dates out of order',
      `${header}\n2020-03-09,1,2,1,2,5\n2020-03-09,1,2,1,2,5`,
      'line 3: the date 2020-03-09 does not come after',
    ],
  ])('with %s is refused with a sentence that names the line', (_, csv, words) => {
    const parse = (): unknown => parseDailyBars(csv, 'mine.csv');
    expect(parse).toThrow(BarFileError);
    expect(parse).toThrow(`mine.csv, ${words}`);
  });
});
