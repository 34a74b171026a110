import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './lib/places.mjs';

const require = createRequire(import.meta.url);

test('the history that ships is the published one, byte for byte', () => {
  const published = readFileSync(require.resolve('vega-datasets/data/sp500-2000.csv'));
  const shipped = readFileSync(join(ROOT, 'resources', 'history', 'sp500-2000.csv'));
  expect(shipped.equals(published)).toBe(true);
});
