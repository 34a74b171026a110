import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { limitsSchema } from '#shared/domain/limits.ts';

import { limitsFiles } from './limits-file.ts';
import { StartRefused } from './start-refused.ts';

const appRoot = join(import.meta.dirname, '../../..');
const shipped = readFileSync(join(appRoot, 'resources/limits/default.json'), 'utf8');

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'deskcheck-limits-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

describe("the desk's limits", () => {
  test('are those that ship with Deskcheck', () => {
    const files = limitsFiles(dataDir, appRoot);
    expect(files.shipped).toEqual(JSON.parse(shipped));
    expect(files.own()).toBeNull();
  });

  test("are the data folder's own where it has some", () => {
    const own = shipped.replace('"version": 1', '"version": 8');
    writeFileSync(join(dataDir, 'limits.json'), own);
    expect(limitsFiles(dataDir, appRoot).own()?.limits.version).toBe(8);
  });

  test('of an earlier Deskcheck are completed by the shipped ones', () => {
    const {
      dayDrawdown: _dd,
      allTimeDrawdown: _ad,
      messagesPerSecond: _m,
      equalOrdersPerSecond: _e,
      openOrdersPerSide: _s,
      openOrders: _o,
      valuePerMinute: _v,
      concentration: _c,
      grossExposure: _g,
      netExposure: _n,
      sectorConcentration: _sc,
      sectorGrossExposure: _sg,
      sectorNetExposure: _sn,
      assetClassConcentration: _ac,
      assetClassGrossExposure: _ag,
      assetClassNetExposure: _an,
      repeatedExecutions: _re,
      restrictedInstruments: _r,
      scopes: _scopes,
      permissions: _permissions,
      monitors: _monitors,
      ...earlier
    } = limitsSchema.parse(JSON.parse(shipped));
    writeFileSync(join(dataDir, 'limits.json'), JSON.stringify({ ...earlier, version: 8 }));
    expect(limitsFiles(dataDir, appRoot).own()?.limits).toEqual({
      ...JSON.parse(shipped),
      version: 8,
    });
  });

  test.each([
    ['no JSON', '{'],
    ['a limit left out', '{"version":1}'],
    ['a limit that limits nothing', shipped.replace('"value": 10000', '"value": -1')],
    ['a limit in words', shipped.replace('"value": 10000', '"value": "many"')],
  ])('with %s keep the desk from starting, never fall back to the shipped ones', (_what, text) => {
    writeFileSync(join(dataDir, 'limits.json'), text);
    expect(() => limitsFiles(dataDir, appRoot).own()).toThrow(StartRefused);
    expect(() => limitsFiles(dataDir, appRoot).own()).toThrow('limits.json');
  });

  test('that cannot be read keep the desk from starting', () => {
    mkdirSync(join(dataDir, 'limits.json'));
    expect(() => limitsFiles(dataDir, appRoot).own()).toThrow(StartRefused);
  });

  test('that are nowhere keep the desk from starting', () =>
    expect(() => limitsFiles(dataDir, dataDir)).toThrow(StartRefused));
});
