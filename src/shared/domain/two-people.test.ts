import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { roleSchema, type Person } from './people.ts';
import { secondPersonRefusal } from './two-people.ts';

function person(personId: string, roles: Person['roles'] = []): Person {
  return { personId, name: `Person ${personId}`, roles };
}

describe('the second person', () => {
  it('is another one than the maker', () => {
    expect(secondPersonRefusal('ana', person('rosa'), 'this proposal')).toBeNull();
    expect(secondPersonRefusal('ana', person('ana'), 'this proposal')).toEqual({
      message: 'Person ana made this proposal and cannot be the second person for it.',
      advice: 'Ask another person who has the right to decide it.',
    });
  });

  it('is never the maker, whatever their roles', () => {
    const roles = fc.uniqueArray(fc.constantFrom(...roleSchema.options));
    fc.assert(
      fc.property(fc.string(), fc.string(), roles, (maker, checker, held) => {
        const refused = secondPersonRefusal(maker, person(checker, held), 'it') !== null;
        expect(refused).toBe(maker === checker);
      }),
    );
  });

  it('may be anybody for what the desk made itself', () =>
    expect(secondPersonRefusal('desk', person('ana'), 'this alert')).toBeNull());
});
