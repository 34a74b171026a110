import { expect, test } from 'vitest';

test('a test may read the clock', () => {
  expect(Date.now()).toBeGreaterThan(0);
});
