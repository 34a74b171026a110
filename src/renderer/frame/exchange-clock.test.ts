import { expect, it } from 'vitest';

import { exchangeNow } from './exchange-clock.ts';

const heard = { at: 1_000_000, heardAt: 500, rate: 60 };

it('runs on from what was heard, as fast as the gateway runs', () => {
  expect(exchangeNow(heard, 1_500)).toBe(1_060_000);
});

it('never runs back behind what was heard', () => {
  expect(exchangeNow(heard, 400)).toBe(1_000_000);
});
