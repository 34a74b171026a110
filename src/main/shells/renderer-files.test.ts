import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { builtRenderer } from '../../../test/support/browser-shell.ts';
import { openRendererFiles } from './renderer-files.ts';

test('a console that is not built is said in words', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'deskcheck-empty-'));
  await expect(openRendererFiles(empty)).rejects.toMatchObject({
    message: `There is no built console in ${empty}.`,
    advice: 'Run npm start, which builds it.',
  });
  await rm(empty, { recursive: true });
  await expect(openRendererFiles(empty)).rejects.toThrow('There is no built console');
});

test('lists what is in the folder, page and files, without links and unknown kinds', async () => {
  const { dir, remove } = await builtRenderer();
  const files = await openRendererFiles(dir);
  const page = await files.read('/?from=link', 'n0nce');
  expect(page?.isPage).toBe(true);
  expect(page?.body.toString()).toContain('content="n0nce"');
  expect((await files.read('/assets/main-1a.css', 'x'))?.contentType).toContain('text/css');
  for (const target of ['/assets/link.js', '/.env', '/assets', '']) {
    expect(await files.read(target, 'x')).toBeNull();
  }
  await remove();
});
