import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { LimitsFileError, parseLimits } from './limits.ts';

const shipped = readFileSync(
  new URL('../../../resources/limits/default.json', import.meta.url),
  'utf8',
);

/** The shipped limits with one name changed; undefined takes it out. */
function changed(name: string, value: unknown): string {
  return JSON.stringify({ ...parseLimits(shipped, 'default.json'), [name]: value });
}

describe('a limits file', () => {
  it('as shipped holds a number, a unit and a reason for every limit', () => {
    const { version, restrictedInstruments, ...limits } = parseLimits(shipped, 'default.json');
    expect(version).toBe(1);
    expect(restrictedInstruments).toEqual([]);
    for (const { value, reason } of Object.values(limits)) {
      expect(value).toBeGreaterThan(0);
      expect(reason).toMatch(/\.$/);
    }
  });

  it.each([
    ['is not JSON', '{', 'It is not JSON'],
    ['is no object', '[]', 'The file must hold one object'],
    ['misses a limit', changed('positionLimit', undefined), ' positionLimit is missing. '],
    ['has a limit nobody knows', changed('maxOrdrValue', 1), 'knows no limit maxOrdrValue'],
    [
      'has a limit of 0',
      changed('priceCollar', { value: 0, unit: 'percent', reason: 'Off.' }),
      'priceCollar.value must be more than 0.',
    ],
    [
      'has a limit that is text',
      changed('priceCollar', { value: '5', unit: 'percent', reason: 'Text.' }),
      'priceCollar.value must be a number.',
    ],
    [
      'gives no reason',
      changed('priceCollar', { value: 5, unit: 'percent', reason: '' }),
      'priceCollar.reason is empty: say why',
    ],
    [
      'has a limit that is a number alone',
      changed('priceCollar', 5),
      'priceCollar must be an object',
    ],
    [
      'restricts by a symbol alone',
      changed('restrictedInstruments', 'SPY'),
      'restrictedInstruments must be a list of symbols, each with a reason',
    ],
    [
      'restricts without a reason',
      changed('restrictedInstruments', [{ symbol: 'SPY' }]),
      'restrictedInstruments.0.reason is missing.',
    ],
    ['has a version in words', changed('version', 'one'), 'version must be a whole number'],
    [
      'counts in another unit',
      changed('maxQuoteAge', { value: 5, unit: 'seconds', reason: 'Slow.' }),
      'the desk compares maxQuoteAge in milliseconds, not in seconds',
    ],
  ])('that %s is refused with what is wrong and in which file', (_what, text, says) => {
    const parse = () => parseLimits(text, '/desk/limits.json');
    expect(parse).toThrow(LimitsFileError);
    expect(parse).toThrow('The limits in /desk/limits.json cannot be used.');
    expect(parse).toThrow(says);
  });

  it('says everything that is wrong at once', () => {
    const text = JSON.stringify({ version: 0 });
    expect(() => parseLimits(text, 'limits.json')).toThrow(/version.*maxOrderQuantity.*dailyLoss/);
  });
});
