import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { catchPlanted } from './catch-planted.ts';
import { planted } from './planted.ts';
import { plantedBugs } from './planted-bugs.ts';
import { plantedBugsPage } from './planted-bugs-page.ts';

const root = join(import.meta.dirname, '../..');

describe('bugs planted in link and trading', () => {
  it('are ten and more, each of one line that stands in its file once', () => {
    expect(plantedBugs.length).toBeGreaterThanOrEqual(10);
    expect(new Set(plantedBugs.map(({ id }) => id)).size).toBe(plantedBugs.length);
    for (const bug of plantedBugs) {
      const source = readFileSync(join(root, bug.file), 'utf8');
      expect(planted(bug, source)).not.toBe(source);
    }
  });

  it('are listed in docs/planted-bugs.md', () => {
    expect(readFileSync(join(root, 'docs/planted-bugs.md'), 'utf8')).toBe(plantedBugsPage());
  });

  it.concurrent.each(plantedBugs)('$id is caught', { timeout: 240_000 }, async (bug) => {
    const { caughtBy } = await catchPlanted(bug);
    expect(caughtBy, `Nothing noticed it. ${bug.why}`).not.toBeNull();
  });
});
