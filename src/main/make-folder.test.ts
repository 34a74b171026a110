import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { makeFolder } from './make-folder.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'deskcheck-folder-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

test('makes what is missing and is content with what is there', () => {
  const folder = join(root, 'a', 'b', 'c');
  makeFolder(folder);
  makeFolder(folder);
  expect(statSync(folder).isDirectory()).toBe(true);
});

test('throws at once where the system refuses, and for a file in the way', () => {
  writeFileSync(join(root, 'file'), '');
  expect(() => makeFolder(join(root, 'file', 'below'))).toThrow(/ENOTDIR/);
  // Only Linux has it, and Node's own recursive mkdir never returns from it.
  if (process.platform === 'linux') {
    // oxlint-disable-next-line vitest/no-conditional-expect -- elsewhere there is no such folder to try
    expect(() => makeFolder('/proc/deskcheck/data')).toThrow(/ENOENT/);
  }
});
