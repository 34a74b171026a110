import fc from 'fast-check';
import { expect, it } from 'vitest';

import { can, roleSchema, type Person, type Role } from '#shared/domain/people.ts';
import { secondPersonRefusal } from '#shared/domain/two-people.ts';

import { acknowledgeRight, type AcknowledgeRight } from './own-order.ts';

const person = (personId: string, ...roles: Role[]): Person => ({
  personId,
  name: personId,
  roles,
});
const ana = person('ana', 'operator');
const rosa = person('rosa', 'risk-officer');
const tom = person('tom', 'tester');
const practice = [ana, rosa, person('tess', 'tester', 'administrator')];

it.each<[string, string | null, readonly Person[], AcknowledgeRight]>([
  ['an alert about no order', null, [ana, rosa], 'free'],
  ['an alert about an order of another', 'rosa', [ana, rosa], 'free'],
  ['an alert about their own order, with a risk officer there', 'ana', [ana, rosa], 'refused'],
  ['their own order, among the three of a practice desk', 'ana', practice, 'refused'],
  ['what the desk placed itself', 'desk', [ana], 'free'],
  ['an alert about their own order, alone', 'ana', [ana], 'own-order'],
  ['their own order, beside one who may not acknowledge', 'ana', [ana, tom], 'own-order'],
  ['their own order, where the desk lists nobody', 'ana', [], 'refused'],
])('%s', (_what, placedBy, people, right) => {
  expect(acknowledgeRight(placedBy, ana, people)).toBe(right);
});

const someone = fc
  .record({
    personId: fc.constantFrom('ana', 'rosa', 'tom', 'desk'),
    roles: fc.uniqueArray(fc.constantFrom(...roleSchema.options)),
  })
  .map(({ personId, roles }) => person(personId, ...roles));
const everybody = fc.uniqueArray(someone, { selector: ({ personId }) => personId });

it('is the rule of two people, but for whom nobody else of the desk could stand in', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('ana', 'rosa', 'tom'),
      someone,
      everybody,
      (maker, asks, others) => {
        const people = [asks, ...others.filter(({ personId }) => personId !== asks.personId)];
        const right = acknowledgeRight(maker, asks, people);
        const second = (each: Person): boolean => secondPersonRefusal(maker, each, 'it') === null;
        expect(right === 'free').toBe(second(asks));
        const another = people.some((each) => second(each) && can(each, 'alert.acknowledge'));
        expect(right === 'own-order').toBe(!second(asks) && !another);
      },
    ),
  );
});
