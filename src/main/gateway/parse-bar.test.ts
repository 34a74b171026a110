import { describe, expect, it } from 'vitest';

import { parseBar } from './parse-bar.ts';

describe('bars', () => {
  it('carry the second they start', () => {
    expect(parseBar('1583760600', 1, 3, 0.5, 2, 100, null)).toEqual({
      time: 1_583_760_600,
      open: 1,
      high: 3,
      low: 0.5,
      close: 2,
      volume: 100,
    });
  });

  it('of a day carry midnight UTC of their date', () => {
    expect(parseBar('20200309', 1, 1, 1, 1, 0, 'US/Eastern')?.time).toBe(
      Date.UTC(2020, 2, 9) / 1000,
    );
  });

  it('have volume 0 where there is none, and are no bars without a price or a time', () => {
    expect(parseBar('20200309', 1, 1, 1, 1, -1, null)?.volume).toBe(0);
    expect(parseBar('20200309', 1, 1, 1, 1, undefined, null)?.volume).toBe(0);
    expect(parseBar('20200309', 1, undefined, 1, 1, 5, null)).toBeNull();
    expect(parseBar('today', 1, 1, 1, 1, 5, null)).toBeNull();
  });
});
