import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { countingSecrets } from '../../../../test/support/browser-shell.ts';
import { StartRefused } from '../../desk/start-refused.ts';
import { metricsTokenFile, readMetricsToken } from './metrics-token.ts';

let dataDir: string;
let file: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'deskcheck-metrics-token-'));
  file = metricsTokenFile(dataDir);
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const goodToken = 'a'.repeat(43);

test('is made at the first start, 256 bits that the person alone can read', () => {
  const token = readMetricsToken(dataDir, countingSecrets());
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect(readFileSync(file, 'utf8')).toBe(token);
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
});

test('is the same at the next start', () => {
  const secrets = countingSecrets();
  const token = readMetricsToken(dataDir, secrets);
  expect(readMetricsToken(dataDir, secrets)).toBe(token);
});

test('is another one after its file was deleted', () => {
  const secrets = countingSecrets();
  const token = readMetricsToken(dataDir, secrets);
  rmSync(file);
  expect(readMetricsToken(dataDir, secrets)).not.toBe(token);
});

describe('refused, and left as it is:', () => {
  test.each<[string, () => void]>([
    ['a file the group can read', () => writeFileSync(file, goodToken, { mode: 0o640 })],
    [
      'a file everyone can write',
      () => {
        writeFileSync(file, goodToken);
        // Apart from the umask of the machine.
        chmodSync(file, 0o602);
      },
    ],
    ['an empty file', () => writeFileSync(file, '', { mode: 0o600 })],
    ['a token too short', () => writeFileSync(file, 'a'.repeat(42), { mode: 0o600 })],
    ['a long file', () => writeFileSync(file, goodToken.repeat(9), { mode: 0o600 })],
    ['a folder', () => mkdirSync(file)],
    [
      'a link to a file elsewhere',
      () => {
        writeFileSync(join(dataDir, 'other'), goodToken, { mode: 0o600 });
        symlinkSync('other', file);
      },
    ],
    ['a link to nothing', () => symlinkSync('nothing', file)],
  ])('%s', (_, put) => {
    put();
    const secrets = countingSecrets();
    expect(() => readMetricsToken(dataDir, secrets)).toThrow(StartRefused);
    expect(() => readMetricsToken(dataDir, secrets)).toThrow(/metrics-token/);
  });

  test('a folder that is not there', () => {
    const nowhere = join(dataDir, 'nowhere');
    expect(() => readMetricsToken(nowhere, countingSecrets())).toThrow(StartRefused);
  });
});

test('a line feed behind the token is no part of it', () => {
  writeFileSync(file, `${goodToken}\n`, { mode: 0o600 });
  expect(readMetricsToken(dataDir, countingSecrets())).toBe(goodToken);
});
