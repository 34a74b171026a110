import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';
import { z } from 'zod';

import { requirementSchema } from '#shared/domain/certification.ts';

import { everyCheck } from './every-check.ts';
import { traceabilityProblems } from './traceability.ts';

const requirement = { requirementId: 'kept', title: 'It is kept.', source: 'A rule' };
const checks = [{ checkId: 'one' }, { checkId: 'two' }];

test.each([
  { of: 'what is sound', requirements: [{ ...requirement, checks: ['one', 'two'] }], says: [] },
  {
    of: 'no requirement',
    requirements: [],
    says: ['There is no requirement.', 'one proves no requirement.', 'two proves no requirement.'],
  },
  {
    of: 'a check that is none',
    requirements: [{ ...requirement, checks: ['one', 'two', 'three'] }],
    says: ['kept names three, which is no check of this version.'],
  },
  {
    of: 'a requirement without a check',
    requirements: [
      { ...requirement, checks: ['one', 'two'] },
      { ...requirement, requirementId: 'bare', checks: [] },
    ],
    says: ['No check proves bare.'],
  },
  {
    of: 'a check without a requirement',
    requirements: [{ ...requirement, checks: ['one'] }],
    says: ['two proves no requirement.'],
  },
  {
    of: 'an id given twice',
    requirements: [
      { ...requirement, checks: ['one'] },
      { ...requirement, checks: ['two'] },
    ],
    says: ['There are two requirements kept.'],
  },
])('says of $of what cannot be traced', ({ requirements, says }) => {
  expect(traceabilityProblems(requirements, checks)).toEqual(says);
});

test('every check of the catalogue proves a requirement, and every requirement names checks that exist', () => {
  const file = new URL('../../../resources/requirements.json', import.meta.url);
  const requirements = z.array(requirementSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
  expect(
    traceabilityProblems(requirements, everyCheck),
    'Name the check in resources/requirements.json: under the requirement it proves, or a new one with its rule as source.',
  ).toEqual([]);
});
