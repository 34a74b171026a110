import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filesUnder, fingerprint } from './files.mjs';

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'deskcheck files '));
  mkdirSync(join(root, 'src', 'deep'), { recursive: true });
  writeFileSync(join(root, 'src', 'a.ts'), 'one');
  writeFileSync(join(root, 'src', 'deep', 'b.ts'), 'two');
  writeFileSync(join(root, 'lock.json'), '{}');
});
afterEach(() => rmSync(root, { recursive: true }));

const made = () =>
  fingerprint(root, ['src', 'lock.json', 'missing'], (path) => !path.endsWith('.test.ts'));

test('walks folders and files, in order, and passes over what is missing', () => {
  expect(filesUnder(root, ['src', 'lock.json', 'missing'])).toEqual(
    ['lock.json', join('src', 'a.ts'), join('src', 'deep', 'b.ts')].map((name) => join(root, name)),
  );
});

test.each([
  ['a touched file', () => utimesSync(join(root, 'src', 'a.ts'), 1, 1), true],
  ['a new test', () => writeFileSync(join(root, 'src', 'a.test.ts'), ''), true],
  ['changed contents', () => writeFileSync(join(root, 'src', 'a.ts'), 'eno'), false],
  ['a new file', () => writeFileSync(join(root, 'src', 'c.ts'), ''), false],
  ['a removed file', () => rmSync(join(root, 'src', 'a.ts')), false],
  ['a renamed file', () => renameSync(join(root, 'src', 'a.ts'), join(root, 'src', 'z.ts')), false],
  ['another lock file', () => writeFileSync(join(root, 'lock.json'), '[]'), false],
])('%s', (_, change, same) => {
  const before = made();
  change();
  expect(made() === before).toBe(same);
});
