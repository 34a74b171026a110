import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { limitsDifferences } from './limits-difference.ts';

const shipped = {
  version: 1,
  maxOrderValue: { value: 250_000, unit: 'base currency', reason: 'A quarter of the cash.' },
  openOrders: { value: 100, unit: 'orders', reason: 'As many as can be watched.' },
  restrictedInstruments: [],
  scopes: [],
};
const spy = {
  scope: { kind: 'instrument', id: '756733' },
  limits: { maxOrderValue: { value: 1000, reason: 'Thin.' } },
};
const gme = { symbol: 'GME', reason: 'The desk advises its issuer.' };

describe('the differences of two versions of the limits', () => {
  it('are none but for the version, and none when a list is in another order', () => {
    expect(limitsDifferences(shipped, { ...shipped, version: 9 })).toEqual([]);
    const amc = { symbol: 'AMC', reason: 'So is this one.' };
    expect(
      limitsDifferences(
        { ...shipped, restrictedInstruments: [gme, amc] },
        { ...shipped, restrictedInstruments: [amc, gme] },
      ),
    ).toEqual([]);
  });

  it.each([
    [100_000, 'tighter'],
    [300_000, 'looser'],
  ])('name the value of a limit that became %d as %s', (value, effect) => {
    const after = { ...shipped, maxOrderValue: { ...shipped.maxOrderValue, value } };
    expect(limitsDifferences(shipped, after)).toEqual([
      { path: ['maxOrderValue', 'value'], before: 250_000, after: value, effect },
    ]);
  });

  it('name a limit of a scope by whose it is; more limits are tighter, fewer are looser', () => {
    const path = ['scopes', 'instrument 756733', 'limits', 'maxOrderValue', 'value'];
    const scoped = { ...shipped, scopes: [spy] };
    expect(limitsDifferences(shipped, scoped)).toContainEqual({
      path,
      before: null,
      after: 1000,
      effect: 'tighter',
    });
    expect(limitsDifferences(scoped, shipped)).toContainEqual({
      path,
      before: 1000,
      after: null,
      effect: 'looser',
    });
  });

  it('name an instrument that is restricted, and one that is so no longer', () => {
    const restricted = { ...shipped, restrictedInstruments: [gme] };
    const found = limitsDifferences(shipped, restricted);
    expect(found.every(({ effect }) => effect === 'tighter')).toBe(true);
    expect(found).toContainEqual(
      expect.objectContaining({ path: ['restrictedInstruments', 'GME', 'reason'] }),
    );
    const back = limitsDifferences(restricted, shipped);
    expect(back.every(({ effect }) => effect === 'looser')).toBe(true);
    expect(back).toHaveLength(found.length);
  });

  it('tell apart two entries of a list that are about the same', () => {
    const twice = { ...shipped, restrictedInstruments: [gme, { ...gme, reason: 'Again.' }] };
    const once = { ...shipped, restrictedInstruments: [gme] };
    expect(limitsDifferences(once, twice).map(({ after }) => after)).toContain('Again.');
  });

  it('hold a list that became empty where an empty one allows nothing', () => {
    const all = { persons: [{ personId: 'ana', instruments: ['SPY'] }] };
    const none = { persons: [{ personId: 'ana', instruments: [] }] };
    expect(limitsDifferences(all, none)).toContainEqual(
      expect.objectContaining({ path: ['persons', 'ana', 'instruments'], after: 'none' }),
    );
  });

  it('leave nothing out that differs, whatever a document holds', () => {
    const leaf = fc.oneof(fc.integer(), fc.boolean(), fc.string({ minLength: 1 }));
    const filled = <T>(value: fc.Arbitrary<T>) =>
      fc.dictionary(fc.string(), value, { minKeys: 1, noNullPrototype: true });
    const document = fc.dictionary(
      fc.string({ minLength: 1 }).filter((name) => name !== 'version'),
      fc.oneof(leaf, filled(fc.oneof(leaf, filled(leaf)))),
      { maxKeys: 5, noNullPrototype: true },
    );
    fc.assert(
      fc.property(document, document, (before, after) => {
        const rebuilt = structuredClone(before);
        for (const { path, after: value } of limitsDifferences(before, after)) {
          place(rebuilt, path, value);
        }
        expect(trimmed(rebuilt)).toEqual(trimmed(after));
      }),
    );
  });
});

/** Puts a value at a path of a document; null takes away what is there. */
function place(document: object, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  const inner: unknown = Object.hasOwn(document, name) ? Reflect.get(document, name) : undefined;
  if (rest.length === 0) {
    if (value !== null) define(document, name, value);
    else if (typeof inner !== 'object') Reflect.deleteProperty(document, name);
    return;
  }
  const into: object = typeof inner === 'object' && inner !== null ? inner : {};
  if (into !== inner) {
    if (value === null) return;
    define(document, name, into);
  }
  place(into, rest, value);
}

function define(document: object, name: string, value: unknown): void {
  Object.defineProperty(document, name, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}

/** A document without what is empty. */
function trimmed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value)
    .map(([name, each]): [string, unknown] => [name, trimmed(each)])
    .filter(([, each]) => each !== undefined);
  return kept.length === 0 ? undefined : kept.toSorted(([a], [b]) => (a < b ? -1 : 1));
}
