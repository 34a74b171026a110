import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { commitOf } from './commit.ts';
import { emptyFolder } from './journal/folder.fixture.ts';

const commit = 'c0ffee'.padEnd(40, '0');

/** A folder with these files in it. */
function folderOf(files: Readonly<Record<string, string>>, folder = emptyFolder()): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

describe('the commit of what runs', () => {
  it.each<[string, Record<string, string>, string | null]>([
    [
      'of a branch',
      { '.git/HEAD': 'ref: refs/heads/main\n', '.git/refs/heads/main': `${commit}\n` },
      commit,
    ],
    ['of no branch', { '.git/HEAD': `${commit}\n` }, commit],
    [
      'of a branch whose reference is packed',
      {
        '.git/HEAD': 'ref: refs/heads/main\n',
        '.git/packed-refs': `# pack-refs\n${commit} refs/heads/main\n`,
      },
      commit,
    ],
    ['a package was made of', { 'package.json': JSON.stringify({ version: '1', commit }) }, commit],
    ['that nobody has noted', { 'package.json': JSON.stringify({ version: '1' }) }, null],
    ['that is none', { 'package.json': JSON.stringify({ commit: 'yesterday' }) }, null],
    ['of nothing', {}, null],
  ])('%s', (_what, files, expected) => {
    expect(commitOf(folderOf(files))).toBe(expected);
  });

  it('of a second worktree, whose branches are kept with the first', () => {
    const first = folderOf({
      '.git/refs/heads/other': `${commit}\n`,
      '.git/worktrees/other/HEAD': 'ref: refs/heads/other\n',
      '.git/worktrees/other/commondir': '../..\n',
    });
    const second = folderOf({ '.git': `gitdir: ${join(first, '.git/worktrees/other')}\n` });
    expect(commitOf(second)).toBe(commit);
  });
});
