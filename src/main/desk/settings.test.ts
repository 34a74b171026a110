import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { readSettings, writeSettings, type Settings } from './settings.ts';
import { StartRefused } from './start-refused.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'deskcheck-settings-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const paper: Settings = {
  gateway: { kind: 'paper', host: '127.0.0.1', port: 7497, clientId: 11 },
};

describe('the settings of a data folder', () => {
  test('of a new folder name no gateway', () =>
    expect(readSettings(join(dataDir, 'new'))).toEqual({ gateway: null }));

  test('are read as they were written, and leave nothing else behind', () => {
    const folder = join(dataDir, 'new');
    writeSettings(folder, { gateway: { kind: 'simulated' } });
    writeSettings(folder, paper);
    expect(readSettings(folder)).toEqual(paper);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  test.each([
    ['no JSON', '{"gateway": '],
    ['nothing', ''],
    ['another shape', '{"gateway":"paper"}'],
    ['an unknown gateway', '{"gateway":{"kind":"live"}}'],
    ['a port that is none', JSON.stringify({ gateway: { ...paper.gateway, port: 70_000 } })],
    ['a port as text', JSON.stringify({ gateway: { ...paper.gateway, port: '7497' } })],
    ['a field nobody knows', '{"gateway":null,"colour":"red"}'],
    ['a list', '[]'],
  ])('with %s are refused in a sentence that names the file and what to do', (_what, text) => {
    const file = join(dataDir, 'settings.json');
    writeFileSync(file, text);
    let refusal: unknown;
    try {
      readSettings(dataDir);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(StartRefused);
    expect(refusal).toMatchObject({
      message: expect.stringMatching(
        /^The settings in .*settings\.json cannot be read: [^\n]+$/,
      ) as unknown,
      advice: expect.stringContaining('delete it to choose the gateway anew') as unknown,
    });
  });

  test('that cannot be written are refused, and what was there stays', () => {
    const file = join(dataDir, 'a-file');
    writeFileSync(file, 'kept');
    expect(() => writeSettings(file, paper)).toThrow(StartRefused);
    expect(() => writeSettings(file, paper)).toThrow('could not be written');
    expect(existsSync(file)).toBe(true);
  });
});
