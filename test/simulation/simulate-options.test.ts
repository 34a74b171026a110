import { describe, expect, it } from 'vitest';

import { readSimulateOptions, SimulateRefused } from './simulate-options.ts';

describe('the arguments of npm run simulate', () => {
  it.each([
    [[], { what: 'seeds', first: 1, count: 1000 }],
    [['--seeds', '3', '--seed', '0'], { what: 'seeds', first: 0, count: 3 }],
    [['--matrix'], { what: 'matrix' }],
    [['--planted'], { what: 'planted', bug: null }],
    [['--planted', '--bug', 'x'], { what: 'planted', bug: 'x' }],
    [['--planted-page'], { what: 'planted-page' }],
    [['--help', '--matrix'], { what: 'help' }],
  ])('%j are read as they are meant', (args, options) => {
    expect(readSimulateOptions(args)).toEqual(options);
  });

  // A run of no seeds proves nothing and must not look as if it had.
  it.each([
    [['--seeds', '0'], '--seeds cannot be "0". Give a whole number from 1'],
    [['--seeds', 'abc'], '--seeds cannot be "abc".'],
    [['--seeds', ''], '--seeds cannot be "".'],
    [['--seed', '1e99'], '--seed cannot be "1e99". Give a whole number from 0'],
    [['--matrix', '--planted'], '--matrix and --planted are two runs. Give one of them.'],
    [['--bug', 'x'], 'Give --planted with it.'],
    [['--matrix', '--seeds', '3'], 'Leave --seeds out.'],
    [['--nonsense'], "Unknown option '--nonsense'"],
    [['extra'], 'npm run simulate -- [--seeds N]'],
  ])('%j are refused in words', (args, sentence) => {
    expect(() => readSimulateOptions(args)).toThrow(SimulateRefused);
    expect(() => readSimulateOptions(args)).toThrow(sentence);
  });
});
