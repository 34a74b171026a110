import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it, vi } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { emptyHead, type Head } from './chain.ts';
import { emptyFolder } from './folder.fixture.ts';
import { createHead, HeadFile, headSyncDelayMs, readHead } from './head-file.ts';

const at = '2020-03-09T13:30:00.000Z';
const head = (seq: number): Head => ({ seq, hash: String(seq % 10).repeat(64), at });

function newHead(first: Head = emptyHead): { path: string; file: HeadFile; failed: Error[] } {
  const path = join(emptyFolder(), 'journal.head');
  createHead(path, first);
  const failed: Error[] = [];
  return { path, failed, file: new HeadFile(path, new VirtualClock(), (e) => failed.push(e)) };
}

describe('the kept head', () => {
  it('is missing where there is no file', () => {
    expect(readHead(join(emptyFolder(), 'journal.head'))).toBe('missing');
  });

  it('is what was written last', () => {
    const { path, file } = newHead();
    expect(readHead(path)).toEqual(emptyHead);
    for (const seq of [1, 2, 9, 10, 1_000_000_000_000]) {
      file.write(head(seq));
      expect(readHead(path)).toEqual(head(seq));
    }
    file.close();
    expect(readHead(path)).toEqual(head(1_000_000_000_000));
  });

  it('never grows: its place on the disk is taken once', () => {
    const { path, file } = newHead();
    const before = statSync(path);
    for (let seq = 1; seq < 50; seq += 1) file.write(head(seq));
    file.close();
    expect(statSync(path).size).toBe(before.size);
    expect(statSync(path).ino).toBe(before.ino);
  });

  it('falls back to the one before when the last write was torn', () => {
    for (const keptBytes of [0, 1, 40, 120, 200]) {
      const { path, file } = newHead();
      file.write(head(1));
      file.write(head(2));
      file.close();
      const bytes = readFileSync(path);
      const newest = bytes.indexOf('"seq":2') - 1;
      bytes.fill(0, newest + keptBytes, newest + 256);
      writeFileSync(path, bytes);
      expect(readHead(path)).toEqual(keptBytes === 200 ? head(2) : head(1));
    }
  });

  it('is damaged when neither place holds a whole one', () => {
    const { path, file } = newHead(head(3));
    file.close();
    writeFileSync(
      path,
      readFileSync(path).map((byte) => byte ^ 1),
    );
    expect(readHead(path)).toBe('damaged');
    truncateSync(path, 0);
    expect(readHead(path)).toBe('damaged');
  });

  it('is synced off the order path, once for everything written meanwhile', async () => {
    const clock = new VirtualClock();
    const path = join(emptyFolder(), 'journal.head');
    createHead(path, emptyHead);
    const file = new HeadFile(path, clock, () => {});
    for (let seq = 1; seq <= 20; seq += 1) file.write(head(seq));
    expect(clock.pendingCount).toBe(1);
    clock.advance(headSyncDelayMs);
    expect(clock.pendingCount).toBe(0);
    file.write(head(21));
    // The sync that is under way does not cover it: another one follows.
    await vi.waitFor(() => expect(clock.pendingCount).toBe(1));
    file.close();
    expect(clock.pendingCount).toBe(0);
    expect(readHead(path)).toEqual(head(21));
  });

  it.skipIf(process.platform === 'win32')('says so when it cannot be synced', async () => {
    const clock = new VirtualClock();
    const failed: Error[] = [];
    const file = new HeadFile('/dev/null', clock, (error) => failed.push(error));
    file.write(head(1));
    clock.advance(headSyncDelayMs);
    await vi.waitFor(() =>
      expect(failed.map((error) => error.message)).toEqual([expect.stringContaining('fdatasync')]),
    );
  });
});
