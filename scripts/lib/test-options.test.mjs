import { expect, test } from 'vitest';
import { BadOption } from './start-options.mjs';
import { readTestOptions } from './test-options.mjs';

const steps = ['format', 'lint', 'unit'];

test.each([
  { argv: [], runs: steps },
  { argv: ['--only', 'unit'], runs: ['unit'] },
  { argv: ['--only=unit,format'], runs: ['format', 'unit'] },
])('$argv runs $runs', ({ argv, runs }) => {
  expect(readTestOptions(argv, steps)).toEqual(runs);
});

test.each([
  { argv: ['--only'], says: '--only needs at least one step' },
  { argv: ['--only', 'units'], says: 'units is not a step. Steps are format, lint, unit.' },
  { argv: ['--watch'], says: '--watch is not an option of npm test' },
  { argv: ['--only', 'unit', 'lint'], says: 'lint is not an option of npm test' },
])('$argv is refused', ({ argv, says }) => {
  expect(() => readTestOptions(argv, steps)).toThrow(BadOption);
  expect(() => readTestOptions(argv, steps)).toThrow(says);
});
