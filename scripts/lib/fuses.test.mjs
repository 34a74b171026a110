import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FUSES, knownFuses, setFuses } from './fuses.mjs';

/** What marks the fuses inside an Electron binary. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskcheck-fuses-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A file with the fuses of an Electron in it, all in one state. */
function binaryWith(count, state) {
  const path = join(folder, 'electron');
  const wire = Buffer.concat([
    Buffer.from(SENTINEL),
    Buffer.from([1, count]),
    Buffer.alloc(count, state),
  ]);
  writeFileSync(path, Buffer.concat([Buffer.alloc(64), wire, Buffer.alloc(64)]));
  return path;
}

test('every fuse that exists is set on purpose', () => {
  expect(Object.keys(FUSES).toSorted()).toEqual(knownFuses.toSorted());
});

test.each(['0', '1'])('a binary whose fuses are all "%s" ends with ours', async (state) => {
  const path = binaryWith(knownFuses.length, state);
  await setFuses(path);
  const wire = await getCurrentFuseWire(path);
  expect(wire.version).toBe(FuseVersion.V1);
  const states = Object.fromEntries(
    knownFuses.map((name) => [name, wire[FuseV1Options[name]] === FuseState.ENABLE]),
  );
  expect(states).toEqual(FUSES);
});

test('a binary with a fuse we do not know is refused', async () => {
  await expect(setFuses(binaryWith(knownFuses.length + 1, '0'))).rejects.toThrow();
});
