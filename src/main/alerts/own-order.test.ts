import { expect, it } from 'vitest';

import type { Person, Role } from '#shared/domain/people.ts';

import { acknowledgeRight, type AcknowledgeRight } from './own-order.ts';

const person = (personId: string, ...roles: Role[]): Person => ({
  personId,
  name: personId,
  roles,
});
const ana = person('ana', 'operator');
const rosa = person('rosa', 'risk-officer');
const tom = person('tom', 'tester');

it.each<[string, string | null, readonly Person[], AcknowledgeRight]>([
  ['an alert about no order', null, [ana, rosa], 'free'],
  ['an alert about an order of another', 'rosa', [ana, rosa], 'free'],
  ['an alert about their own order, with a risk officer there', 'ana', [ana, rosa], 'refused'],
  ['an alert about their own order, alone', 'ana', [ana], 'own-order'],
  ['their own order, beside one who may not acknowledge', 'ana', [ana, tom], 'own-order'],
  ['their own order, where the desk lists nobody', 'ana', [], 'refused'],
])('%s', (_what, placedBy, people, right) => {
  expect(acknowledgeRight(placedBy, ana, people)).toBe(right);
});
