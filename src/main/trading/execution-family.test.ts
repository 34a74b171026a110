import { expect, it } from 'vitest';

import { executionFamily } from './execution-family.ts';

it.each([
  ['0000e0d5.69e02bfb.01.01', '0000e0d5.69e02bfb.01', 1],
  ['0000e0d5.69e02bfb.01.02', '0000e0d5.69e02bfb.01', 2],
  ['0000e0d5.69e02bfb.01.10', '0000e0d5.69e02bfb.01', 10],
  ['late-exec-13', 'late-exec-13', 0],
  ['a.b', 'a.b', 0],
  ['a.', 'a.', 0],
])('%s is revision %s %i', (execId, family, revision) => {
  expect(executionFamily(execId)).toEqual({ family, revision });
});
