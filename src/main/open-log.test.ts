import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { StartRefused } from './desk/start-refused.ts';
import { openLog } from './open-log.ts';

describe("the engineers' log", () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'deskcheck-log-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  test('has each line on disk when the call returns', () => {
    openLog(dataDir).error({ err: new Error('why') }, 'It broke.');
    const line: unknown = JSON.parse(readFileSync(join(dataDir, 'log/deskcheck.log'), 'utf8'));
    expect(line).toMatchObject({ msg: 'It broke.', err: { message: 'why' } });
  });

  test('refuses a folder that is a file', () => {
    const file = join(dataDir, 'a-file');
    writeFileSync(file, '');
    expect(() => openLog(file)).toThrow(StartRefused);
    expect(() => openLog(file)).toThrow('cannot be written');
  });

  test.runIf(existsSync('/dev/full'))('does not end the desk when the disk is full', () => {
    mkdirSync(join(dataDir, 'log'));
    symlinkSync('/dev/full', join(dataDir, 'log/deskcheck.log'));
    const complaints: string[] = [];
    const log = openLog(dataDir, (sentence) => complaints.push(sentence));
    log.info({}, 'one');
    log.info({}, 'two');
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toContain('cannot be written');
  });
});
