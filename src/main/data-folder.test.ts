import { describe, expect, it } from 'vitest';

import { defaultDataDir } from './data-folder.ts';

describe('the default data folder', () => {
  it.each([
    ['linux', {}, '/home/ana', '/home/ana/.local/share/deskcheck'],
    ['linux', { XDG_DATA_HOME: '/srv/data' }, '/home/ana', '/srv/data/deskcheck'],
    ['linux', { XDG_DATA_HOME: 'data' }, '/home/ana', '/home/ana/.local/share/deskcheck'],
    ['linux', { XDG_DATA_HOME: '' }, '/home/ana', '/home/ana/.local/share/deskcheck'],
    ['freebsd', {}, '/home/ana', '/home/ana/.local/share/deskcheck'],
    ['darwin', {}, '/Users/ana', '/Users/ana/Library/Application Support/Deskcheck'],
    [
      'win32',
      { APPDATA: 'C:\\Users\\ana\\AppData\\Roaming' },
      'C:\\Users\\ana',
      'C:\\Users\\ana\\AppData\\Roaming\\Deskcheck',
    ],
    ['win32', {}, 'C:\\Users\\ana', 'C:\\Users\\ana\\AppData\\Roaming\\Deskcheck'],
  ] as const)('on %s with %j', (platform, env, home, expected) => {
    expect(defaultDataDir({ platform, env, home })).toBe(expected);
  });
});
