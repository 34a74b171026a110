import { expect, it } from 'vitest';

import { mayRing } from './alert-sound.ts';

it('rings rarely, and in a flood very rarely', () => {
  expect(mayRing(2000, 0, false)).toBe(true);
  expect(mayRing(1999, 0, false)).toBe(false);
  expect(mayRing(29_999, 0, true)).toBe(false);
  expect(mayRing(30_000, 0, true)).toBe(true);
});
