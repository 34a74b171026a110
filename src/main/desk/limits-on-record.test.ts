import { describe, expect, it } from 'vitest';

import shippedFile from '#resources/limits/default.json' with { type: 'json' };
import { limitsSchema, type Limits, type RecordedLimits } from '#shared/domain/limits.ts';

import type { LimitsFiles } from './limits-file.ts';
import { openingLimits } from './limits-on-record.ts';
import { StartRefused } from './start-refused.ts';

const shipped = limitsSchema.parse(shippedFile);

function files(own: Limits | (() => never) | null = null): LimitsFiles {
  return {
    shipped,
    own() {
      if (typeof own === 'function') return own();
      return own === null ? null : { file: '/desk/limits.json', limits: own };
    },
  };
}

function withOrders(value: number, version: number): Limits {
  return { ...shipped, version, openOrders: { ...shipped.openOrders, value } };
}

const broken = (): never => {
  throw new StartRefused('The limits in /desk/limits.json cannot be used. It is not JSON.', '');
};

describe('the limits a desk starts with', () => {
  it('are those that ship where a data folder has none, taken over on record', () => {
    const opening = openingLimits(null, files());
    expect(opening).toMatchObject({ limits: shipped, unusedFile: null });
    expect(opening.facts).toMatchObject([
      { kind: 'limits.changed', by: 'desk', body: { limits: shipped, proposedBy: null } },
    ]);
  });

  it("are those of the folder's own file, with its version, where it begins with one", () => {
    const opening = openingLimits(null, files(withOrders(7, 8)));
    expect(opening.limits).toMatchObject({ version: 8, openOrders: { value: 7 } });
    expect(opening.facts[0]?.body).toMatchObject({
      reason: 'Taken over from /desk/limits.json when this data folder began.',
    });
  });

  it("are the journal's from then on, and a file that says otherwise is said to be out of use", () => {
    const opening = openingLimits(withOrders(50, 3), files(withOrders(7, 8)));
    expect(opening).toMatchObject({ limits: { version: 3, openOrders: { value: 50 } }, facts: [] });
    expect(opening.unusedFile).toContain('/desk/limits.json is not in use: version 3');
  });

  it("are the journal's without a word about a file that says the same, or about none", () => {
    expect(openingLimits(withOrders(7, 3), files(withOrders(7, 1))).unusedFile).toBeNull();
    expect(openingLimits(withOrders(7, 3), files()).unusedFile).toBeNull();
  });

  it("are the journal's also where the file is broken", () => {
    const opening = openingLimits(withOrders(50, 3), files(broken));
    expect(opening.limits.version).toBe(3);
    expect(opening.unusedFile).toContain('could not be read');
  });

  it('do not begin with a file that is broken', () => {
    expect(() => openingLimits(null, files(broken))).toThrow(StartRefused);
  });

  it('of an earlier Deskcheck are completed by those that ship, as the next version on record', () => {
    const { scopes: _s, netExposure: _n, ...earlier } = withOrders(50, 3);
    const opening = openingLimits(earlier, files());
    expect(opening.limits).toEqual(withOrders(50, 4));
    expect(opening.facts).toMatchObject([
      { kind: 'limits.changed', by: 'desk', body: { limits: { version: 4 } } },
    ]);
    expect(JSON.stringify(opening.facts)).toContain('netExposure');
  });

  it.each<[string, RecordedLimits]>([
    ['that a later Deskcheck knows', { ...shipped, spins: 3 }],
    ['that limits nothing', { ...shipped, openOrders: { value: -1, unit: 'orders', reason: 'x' } }],
  ])('are refused where the journal has one %s', (_what, recorded) => {
    expect(() => openingLimits(recorded, files())).toThrow(StartRefused);
  });
});
