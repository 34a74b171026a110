import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './lib/places.mjs';

test('the history that ships is the published one, byte for byte', () => {
  const published = join(ROOT, 'node_modules', 'vega-datasets', 'data', 'sp500-2000.csv');
  const shipped = join(ROOT, 'resources', 'history', 'sp500-2000.csv');
  expect(readFileSync(shipped).equals(readFileSync(published))).toBe(true);
});
