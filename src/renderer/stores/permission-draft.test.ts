import { describe, expect, it } from 'vitest';

import {
  freshPermission,
  permissionLineOf,
  permissionOfLine,
  permissionProblem,
  type PermissionLine,
} from './permission-draft.ts';

const olga: PermissionLine = {
  ...freshPermission('olga'),
  instruments: 'SPY, BRK B',
  reason: 'Her first week.',
};

describe('what a person may trade', () => {
  it('is what was read, where nobody has touched it', () => {
    const permission = permissionOfLine(olga);
    expect(permissionOfLine(permissionLineOf(permission))).toEqual(permission);
    expect(permission.instruments).toEqual(['SPY', 'BRK B']);
  });

  it('can be nothing of a kind, which is not everything', () => {
    const line = { ...olga, instruments: null, accounts: ' ' };
    expect(permissionProblem(line)).toBeNull();
    expect(permissionOfLine(line)).toMatchObject({ instruments: null, accounts: [] });
  });

  it.each<[string, Partial<PermissionLine>, RegExp]>([
    ['everything', { instruments: null }, /takes nothing away/],
    ['no reason', { reason: ' ' }, /Say why/],
    ['a name twice', { instruments: 'SPY, ES, SPY' }, /SPY stands twice among the instruments/],
    ['no commas', { accounts: 'DU1;DU2' }, /DU1;DU2 is no name.*commas/],
  ])('%s is answered in a sentence', (_, change, sentence) => {
    expect(permissionProblem({ ...olga, ...change })).toMatch(sentence);
  });
});
