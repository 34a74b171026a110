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

const everything = {
  personId: 'ada',
  instruments: null,
  assetClasses: null,
  orderTypes: null,
  accounts: null,
  reason: 'For the test.',
};

const caps = (kind: string, id: string) => ({
  scope: { kind, id },
  limits: { maxOrderValue: { value: 1000, reason: 'For the test.' } },
});

/** The shipped limits with some for one scope besides. */
function scoped(kind: string, id: string, limits: unknown): string {
  return changed('scopes', [{ scope: { kind, id }, limits }]);
}

describe('a limits file', () => {
  it('as shipped holds a number, a unit and a reason for every limit', () => {
    const { version, restrictedInstruments, scopes, permissions, monitors, ...limits } =
      parseLimits(shipped, 'default.json');
    expect(version).toBe(1);
    expect(restrictedInstruments).toEqual([]);
    expect(scopes).toEqual([]);
    expect(permissions).toEqual([]);
    for (const { value, reason } of Object.values(limits)) {
      expect(value).toBeGreaterThan(0);
      expect(reason).toMatch(/\.$/);
    }
    for (const { reason } of Object.values(monitors)) expect(reason).toMatch(/\.$/);
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
    [
      'scopes a limit nobody knows',
      scoped('instrument', '756733', { maxOrdrValue: { value: 1, reason: 'Why not.' } }),
      'knows no limit maxOrdrValue in scopes.0.limits',
    ],
    [
      'scopes by what nobody knows',
      scoped('desk', 'Energy', { maxOrderValue: { value: 1, reason: 'Why not.' } }),
      'scopes.0.scope.kind must be one of account, asset-class, sector, instrument, person',
    ],
    [
      'scopes without a reason',
      scoped('person', 'ada', { maxOrderValue: { value: 1 } }),
      'scopes.0.limits.maxOrderValue.reason is missing.',
    ],
    ['scopes no limit', scoped('person', 'ada', {}), 'scopes.0.limits: name a limit'],
    [
      'scopes an instrument by its symbol, which would bind nothing',
      scoped('instrument', 'SPY', { maxOrderValue: { value: 1, reason: 'Why not.' } }),
      'SPY is no conId',
    ],
    [
      'scopes an asset class that IB does not know',
      scoped('asset-class', 'STOCK', { maxOrderValue: { value: 1, reason: 'Why not.' } }),
      'STOCK is no asset class. Name one of STK, FUT, OPT, CASH, IND.',
    ],
    [
      'scopes what is measured over the whole desk',
      scoped('instrument', '756733', { grossExposure: { value: 1, reason: 'Why not.' } }),
      'grossExposure is measured over more than one instrument and can be set for desk or account alone',
    ],
    [
      'scopes the same twice',
      changed('scopes', [caps('person', 'ada'), caps('person', 'ada')]),
      'scopes.1: person ada has its limits in scopes.0 already.',
    ],
    [
      'permits an asset class that IB does not know',
      changed('permissions', [{ ...everything, assetClasses: ['STOCK'] }]),
      'permissions.0.assetClasses.0 must be one of STK, FUT, OPT, CASH, IND',
    ],
    [
      'permits the same person twice',
      changed('permissions', [everything, everything]),
      'permissions.1: ada has permissions in permissions.0 already.',
    ],
    [
      'permits without a reason',
      changed('permissions', [{ ...everything, reason: '' }]),
      'permissions.0.reason is empty: say why',
    ],
    ['has scopes that are no list', changed('scopes', {}), 'scopes must be a list of scopes'],
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

  it('may set tighter limits for an account, an asset class, an instrument and a person', () => {
    const scopes = [
      caps('account', 'DU1000001'),
      caps('asset-class', 'FUT'),
      caps('instrument', '756733'),
      caps('person', 'ada'),
    ];
    expect(parseLimits(changed('scopes', scopes), 'limits.json').scopes).toEqual(scopes);
  });

  it('says everything that is wrong at once', () => {
    const text = JSON.stringify({ version: 0 });
    expect(() => parseLimits(text, 'limits.json')).toThrow(/version.*maxOrderQuantity.*dailyLoss/);
  });
});
