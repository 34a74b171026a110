import { expect, test } from 'vitest';

import { limitsSchema, type LimitScope } from '#shared/domain/limits.ts';
import shipped from '#resources/limits/default.json' with { type: 'json' };

import { limitOfGroup } from './limit-of-group.ts';

const of = (kind: LimitScope['kind'], id: string, value: number): unknown => ({
  scope: { kind, id },
  limits: { sectorGrossExposure: { value, reason: 'For the test.' } },
});
const limits = limitsSchema.parse({
  ...shipped,
  scopes: [
    of('account', 'DU1', 800_000),
    of('sector', 'Technology', 500_000),
    of('sector', 'Energy', 900_000),
    // A scope is told by its kind as well as by its name.
    of('asset-class', 'Technology', 1),
  ],
});

test.each([
  { name: 'Funds', accountId: null, is: 1_000_000 },
  { name: 'Funds', accountId: 'DU1', is: 800_000 },
  { name: 'Technology', accountId: 'DU1', is: 500_000 },
  { name: 'Technology', accountId: 'DU2', is: 500_000 },
  { name: 'Energy', accountId: 'DU2', is: 900_000 },
  { name: 'Energy', accountId: 'DU1', is: 800_000 },
])('of $name on account $accountId is $is', ({ name, accountId, is }) => {
  const group = { kind: 'sector', name } as const;
  expect(limitOfGroup(limits, 'sectorGrossExposure', group, accountId)).toBe(is);
});
