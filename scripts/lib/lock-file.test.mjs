import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { completeLock, isInstalled, platformOf } from './lock-file.mjs';
import { ROOT } from './places.mjs';

const lockFile = () => JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));

describe('the lock file of this repository', () => {
  test('names every platform package, so that npm ci takes it on every platform', () => {
    expect(completeLock(lockFile()).added).toEqual([]);
  });

  test('names no address that a package was downloaded from', () => {
    expect(
      Object.values(lockFile().packages).filter(({ resolved }) => resolved !== undefined),
    ).toEqual([]);
  });
});

test.each([
  ['@oxlint/binding-linux-arm64-musl', { os: ['linux'], cpu: ['arm64'], libc: ['musl'] }],
  ['@oxlint/binding-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
  ['@oxlint/binding-win32-x64-msvc', { os: ['win32'], cpu: ['x64'] }],
  ['@oxlint-tsgolint/darwin-arm64', { os: ['darwin'], cpu: ['arm64'] }],
  ['@rolldown/binding-wasm32-wasi', { cpu: ['wasm32'] }],
  ['bufferutil', null],
])('the platform of %s', (name, platform) => {
  expect(platformOf(name)).toEqual(platform);
});

test('a missing platform package is added at the version its parent asks for', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/tool': {
        version: '2.0.0',
        dev: true,
        optionalDependencies: {
          '@tool/linux-x64-gnu': '2.0.0',
          '@tool/darwin-arm64': '2.0.0',
          bufferutil: '^1.0.0',
        },
      },
      'node_modules/@tool/linux-x64-gnu': { version: '2.0.0' },
    },
  };
  const { lock: complete, added } = completeLock(lock);
  expect(added).toEqual(['@tool/darwin-arm64']);
  expect(complete.packages['node_modules/@tool/darwin-arm64']).toEqual({
    version: '2.0.0',
    dev: true,
    optional: true,
    cpu: ['arm64'],
    os: ['darwin'],
  });
  expect(completeLock(complete).added).toEqual([]);
});

test('a platform package that only a nested place holds is not added at the top', () => {
  const lock = {
    packages: {
      'node_modules/a/node_modules/tool': {
        version: '1.0.0',
        optionalDependencies: { '@tool/linux-x64': '1.0.0' },
      },
      'node_modules/a/node_modules/@tool/linux-x64': { version: '1.0.0' },
    },
  };
  expect(completeLock(lock).added).toEqual([]);
});

describe('what is installed is current', () => {
  const zod = { version: '4.0.0', integrity: 'sha512-a' };
  const lock = {
    packages: {
      '': {},
      'node_modules/zod': zod,
      'node_modules/@x/darwin-x64': { version: '1.0.0', optional: true },
    },
  };
  test.each([
    ['all of it', { packages: { 'node_modules/zod': zod } }, true],
    ['nothing', null, false],
    ['a package missing', { packages: {} }, false],
    ['another version', { packages: { 'node_modules/zod': { ...zod, version: '4.0.1' } } }, false],
    [
      'other contents',
      { packages: { 'node_modules/zod': { ...zod, integrity: 'sha512-b' } } },
      false,
    ],
  ])('%s', (_, installed, current) => {
    expect(isInstalled(lock, installed)).toBe(current);
  });
});
