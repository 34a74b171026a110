import { expect, test } from 'vitest';
import type { Options } from 'better-sqlite3';

test('a test may look into the file', () => {
  const options: Options = { readonly: true };
  expect(options.readonly).toBe(true);
});
