import { expect, it } from 'vitest';

import { lossShare } from './day-pnl.ts';

it.each([
  [0, 0],
  [-2_500, 0.5],
  [-5_000, 1],
  [-9_000, 1],
  [1_250, -0.25],
  [20_000, -1],
  [null, null],
])('a day of %s against a loss line of 5000 is at %s of it', (dayPnl, share) => {
  expect(lossShare(dayPnl, 5_000)).toBe(share);
});
