import { expect, test } from 'vitest';
import type { Journal } from '../journal/journal.ts'; // breaks

test('a test keeps to the floors of its room', () => {
  const journal: Journal = { name: 'journal' };
  expect(journal.name).toBe('journal');
});
