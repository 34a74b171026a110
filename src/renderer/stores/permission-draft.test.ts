import { describe, expect, it } from 'vitest';

import {
  freshPermission,
  permissionLineOf,
  permissionProblem,
  permissionsOfLines,
  type PermissionLine,
} from './permission-draft.ts';

const olga: PermissionLine = {
  ...freshPermission('olga'),
  instruments: 'SPY, BRK B',
  reason: 'Her first week.',
};

describe('what a person may trade', () => {
  it('is what was read, where nobody has touched it', () => {
    const asked = permissionsOfLines([olga], []);
    expect(permissionsOfLines(asked.map(permissionLineOf), asked)).toEqual(asked);
    expect(asked).toMatchObject([{ instruments: ['SPY', 'BRK B'] }]);
  });

  it('can be nothing of a kind, which is not everything', () => {
    const line = { ...olga, instruments: null, accounts: ' ' };
    expect(permissionProblem(line)).toBeNull();
    expect(permissionsOfLines([line], [])).toMatchObject([{ instruments: null, accounts: [] }]);
  });

  it('is everything where a line takes nothing away: that is no permission and stands in nobody’s way', () => {
    const line = { ...olga, instruments: null, reason: '' };
    expect(permissionProblem(line)).toBeNull();
    expect(permissionsOfLines([line], [])).toEqual([]);
    const restricted = permissionsOfLines([olga], []);
    expect(permissionsOfLines([line], restricted)).toEqual([]);
  });

  it('stays in force as it is where it took nothing away before', () => {
    const held = {
      personId: 'olga',
      instruments: null,
      assetClasses: null,
      orderTypes: null,
      accounts: null,
      reason: 'By hand.',
    };
    expect(permissionsOfLines([permissionLineOf(held)], [held])).toEqual([held]);
  });

  it.each<[string, Partial<PermissionLine>, RegExp]>([
    ['no reason', { reason: ' ' }, /Say why/],
    ['a name twice', { instruments: 'SPY, ES, SPY' }, /SPY stands twice among the instruments/],
    ['no commas', { accounts: 'DU1;DU2' }, /DU1;DU2 is no name.*commas/],
  ])('%s is answered in a sentence', (_, change, sentence) => {
    expect(permissionProblem({ ...olga, ...change })).toMatch(sentence);
  });
});
